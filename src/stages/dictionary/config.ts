import { z } from 'zod';

/** The knobs of the dictionary stage. */
export const dictionaryConfigSchema = z
  .object({
    entries: z
      .int()
      .min(10)
      .max(50_000)
      .default(5_000)
      .describe('Entries that the dictionary of a tenant holds; a correction that has no room is dropped and counted.'),
  })
  .strict();

export type DictionaryConfig = Readonly<z.infer<typeof dictionaryConfigSchema>>;
