import { z } from 'zod';

/** The knobs of the launch stage. */
export const launchConfigSchema = z
  .object({
    atOnce: z.int().min(1).max(100).default(1).describe('Trainings that run at once, of all tenants; of a tenant one.'),
    timeoutMs: z
      .int()
      .min(1_000)
      .max(86_400_000)
      .default(3_600_000)
      .describe('Longest time of one attempt, ms; a training that takes longer is stopped.'),
    attempts: z.int().min(1).max(10).default(3).describe('Attempts before a training has failed.'),
    alertWaitDays: z
      .int()
      .min(0)
      .max(80)
      .default(14)
      .describe('Days for which a verdict waits for the evidence of its alert; after that it is a dead letter.'),
    replayDatasets: z
      .int()
      .min(0)
      .max(20)
      .default(3)
      .describe('Newest older datasets of the tenant that are replayed.'),
  })
  .strict();

export type LaunchConfig = Readonly<z.infer<typeof launchConfigSchema>>;
