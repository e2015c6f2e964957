import { z } from 'zod';
import { TENANT_NAME } from '../../domain/tenant.ts';

const tenant = z.union([z.literal(''), z.string().regex(TENANT_NAME)]);

/** Every knob of intake. */
export const intakeConfigSchema = z.strictObject({
  rawTenant: tenant
    .default('')
    .describe('tenant that the raw topic is bound to; records that name another are refused'),
  defaultTenant: tenant.default('').describe('tenant of records that name none, for installations of one tenant'),
  latenessMs: z
    .int()
    .min(0)
    .max(3_600_000)
    .default(10_000)
    .describe('how long late events are waited for, in event time'),
  clockSkewMs: z
    .int()
    .min(0)
    .max(3_600_000)
    .default(60_000)
    .describe('how far ahead of the reference an event may be dated'),
  hostNames: z
    .enum(['short', 'full'])
    .default('short')
    .describe('short: a machine is its first label, with or without its domain; full: as the source names it'),
  timeSource: z
    .enum(['append', 'source'])
    .default('append')
    .describe('what event times are held against: append time, or in a replay the time of the source'),
});

export type IntakeConfig = Readonly<z.infer<typeof intakeConfigSchema>>;
