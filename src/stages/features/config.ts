import { z } from 'zod';

/** The knobs of the features stage. */
export const featuresConfigSchema = z
  .object({
    quietHours: z
      .number()
      .int()
      .min(1)
      .max(168)
      .default(24)
      .describe('Hours of event time without an event after which an entity is forgotten.'),
    silentMinutes: z
      .number()
      .int()
      .min(1)
      .max(1440)
      .default(60)
      .describe('Minutes of event time without an event after which a host that was regular is told to be silent.'),
    regularHours: z
      .number()
      .int()
      .min(1)
      .max(168)
      .default(24)
      .describe(
        'Hours for which a host must have been heard without such a pause, every sixth of it on average, to be missed; a machine that is off at night never is.',
      ),
    yaraDeadlineMs: z
      .number()
      .int()
      .min(100)
      .max(600_000)
      .default(5_000)
      .describe('How long YARA may take for the texts of a batch before they are left out as degraded.'),
  })
  .strict();

export type FeaturesConfig = Readonly<z.infer<typeof featuresConfigSchema>>;
