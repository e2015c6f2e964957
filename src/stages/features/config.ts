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
  })
  .strict();

export type FeaturesConfig = Readonly<z.infer<typeof featuresConfigSchema>>;
