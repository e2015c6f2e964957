import { z } from 'zod';
import type { TrainingJob } from '../domain/contracts.gen.ts';
import { MODEL_NAME } from '../models/manifest.ts';
import type { JobResult } from '../stages/launch/ports.ts';

const MOST_REASONS = 20;

const resultSchema = z
  .object({
    outcome: z.enum(['passed', 'refused', 'failed']),
    reasons: z.array(z.string().max(500)).max(MOST_REASONS),
    // what is no number is no figure: z.number() takes neither NaN nor infinity
    figures: z.record(z.string().regex(/^[a-z][a-z0-9_.]{0,63}$/), z.number()),
    models: z.array(z.string().max(200)).max(10),
  })
  .strict();

/** What a trainer has left; `invalid` where it is no result, or names models that are not of this job. */
export function parseResult(bytes: Uint8Array, { version }: Pick<TrainingJob, 'version'>): JobResult | 'invalid' {
  const parsed = resultSchema.safeParse(jsonOrNull(bytes));
  if (!parsed.success) return 'invalid';
  const { models, outcome } = parsed.data;
  const isOurs = (model: string) => {
    const [name = '', of, ...rest] = model.split('@');
    return MODEL_NAME.test(name) && of === version && rest.length === 0;
  };
  const hasModels = models.length > 0 === (outcome === 'passed');
  return hasModels && models.every(isOurs) ? parsed.data : 'invalid';
}

function jsonOrNull(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return null;
  }
}
