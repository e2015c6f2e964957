import { z } from 'zod';
import { LONGEST_TEXT } from '../../detectors/personal-data/find-personal-data.ts';

/** The knobs of the scrub stage. */
export const scrubConfigSchema = z
  .object({
    longestText: z
      .int()
      .min(1_000)
      .max(LONGEST_TEXT)
      .default(131_072)
      .describe('Most characters of a draft or its corrected form; feedback with more becomes a dead letter.'),
    longestNote: z
      .int()
      .min(100)
      .max(65_536)
      .default(8_000)
      .describe('Most characters of any other text, such as a reason; feedback with more becomes a dead letter.'),
    clockSkewMs: z
      .int()
      .min(0)
      .max(3_600_000)
      .default(60_000)
      .describe('How far ahead of its append time feedback may be dated; beyond, the append time counts.'),
  })
  .strict();

export type ScrubConfig = Readonly<z.infer<typeof scrubConfigSchema>>;
