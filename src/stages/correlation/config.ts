import { z } from 'zod';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const duration = (max: number) => z.int().min(1_000).max(max);

/** The knobs of the correlation stage. All times are event time. */
export const correlationConfigSchema = z
  .object({
    windowMs: duration(24 * HOUR)
      .default(HOUR)
      .describe('How long a signal counts towards a threat.'),
    halfLifeMs: duration(24 * HOUR)
      .default(10 * MINUTE)
      .describe('Time in which the risk of an entity halves.'),
    riskThreshold: z.number().min(1).max(1_000).default(60).describe('Decayed risk at which a threat opens.'),
    tactics: z.int().min(2).max(14).default(3).describe('Distinct ATT&CK tactics in the window that open a threat.'),
    burstDetectors: z
      .int()
      .min(2)
      .max(100)
      .default(4)
      .describe('Distinct detectors in the burst window that open a threat.'),
    burstMs: duration(HOUR)
      .default(5 * MINUTE)
      .describe('Length of the burst window.'),
    breadthTechniques: z
      .int()
      .min(2)
      .max(100)
      .default(5)
      .describe('Distinct techniques, each by a detector of its own, in the breadth window that open a threat.'),
    breadthMs: duration(HOUR)
      .default(30 * MINUTE)
      .describe('Length of the breadth window.'),
    spreadHosts: z
      .int()
      .min(2)
      .max(10)
      .default(3)
      .describe('Distinct hosts on which one user or address opens a threat.'),
    spreadRisk: z.number().min(0).max(1_000).default(25).describe('Least decayed risk of that user or address.'),
    spreadHostRisk: z
      .number()
      .min(0)
      .max(1_000)
      .default(5)
      .describe('Least risk on a host for it to be counted as one of those.'),
    materialRisk: z
      .number()
      .min(0)
      .max(100)
      .default(1)
      .describe('Risk below which a repeat is counted but not remembered.'),
    quietMs: duration(6 * HOUR)
      .default(15 * MINUTE)
      .describe('A threat closes after so long without a material signal.'),
    spanMs: duration(HOUR).default(HOUR).describe('Longest time from the first to the last evidence of one threat.'),
    hosts: z.int().min(1).max(10).default(10).describe('Most hosts of one threat.'),
    updateMs: duration(HOUR).default(MINUTE).describe('Least time between two updates of a threat.'),
    riskStep: z.number().min(1).max(100).default(10).describe('Rise of the risk (0..100) that is worth an update.'),
    recentLimit: z.int().min(4).max(256).default(64).describe('Most signals remembered before a threat opens.'),
    pendingLimit: z
      .int()
      .min(1)
      .max(4_096)
      .default(256)
      .describe('Most signals of a user or address that wait for the watermark.'),
  })
  .strict()
  .refine((config) => config.quietMs >= config.burstMs, 'quietMs must not be less than burstMs')
  .refine((config) => config.windowMs > config.quietMs, 'windowMs must be more than quietMs');

export type CorrelationConfig = Readonly<z.infer<typeof correlationConfigSchema>>;
