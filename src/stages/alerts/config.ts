import { z } from 'zod';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The knobs of the alerts stage. All times are event time. */
export const alertsConfigSchema = z
  .object({
    gapMs: z
      .int()
      .min(MINUTE)
      .max(24 * HOUR)
      .default(HOUR)
      .describe('Alerts that share an entity are one incident when no more than this lies between them.'),
    reachMs: z
      .int()
      .min(0)
      .max(HOUR)
      .default(HOUR)
      .describe('How far the evidence of a new alert may reach back; an incident stays open for so much longer.'),
    incidentSpanMs: z
      .int()
      .min(HOUR)
      .max(7 * 24 * HOUR)
      .default(24 * HOUR)
      .describe('Longest time from the first to the last evidence of one incident.'),
    openIncidents: z.int().min(1).max(1_000).default(200).describe('Most open incidents of a tenant.'),
    incidentAlerts: z
      .int()
      .min(1)
      .max(200)
      .default(100)
      .describe('Most alerts that an incident lists; more are counted.'),
    inhibitSeverity: z
      .int()
      .min(3)
      .max(6)
      .default(5)
      .describe('While an alert of this severity is open, lower ones on the same entity are suppressed.'),
    keepClosedMs: z
      .int()
      .min(MINUTE)
      .max(24 * HOUR)
      .default(HOUR)
      .describe('How long repeats of a closed alert are recognised.'),
    assigneeGroup: z.string().min(1).max(100).default('security operations').describe('Who takes an incident first.'),
  })
  .strict();

export type AlertsConfig = Readonly<z.infer<typeof alertsConfigSchema>>;
