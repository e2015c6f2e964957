import { LONGEST_CHUNK } from './chunks.ts';
import { characterErrorRate, wordErrorRate } from './error-rates.ts';
import type { Cutters } from './language.ts';
import { nfc } from './nfc.ts';

/** Why what was aligned, or stands alone, teaches nothing. `too_long`: by the white space in it, or one endless character. */
export const LEFT_OUT = [
  'identical',
  'white_space_only',
  'rewritten',
  'removed',
  'added',
  'broken_text',
  'too_long',
] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

export interface ErrorRates {
  readonly wer: number;
  readonly cer: number;
}

/** Two chunks, and what stands between them; code units. */
const LONGEST_PAIR = 2 * LONGEST_CHUNK + 100;
/** With more than half of the words and more than half of the characters changed, a text is another, not a corrected one. */
const MOST_CHANGED = 0.5;

/** What no decoder could read, and controls: those from 80 to 9F come from UTF-8 that was read as Latin-1. */
const UNREADABLE = /[\uFFFD\p{Cs}]|(?![\t-\r\x85])\p{Cc}/u;
/** UTF-8 that was read as Windows-1252; without what may stand behind a capital A with a tilde at a word's end. */
const MISREAD = /[ÂÃ][¡-º¼-¿]|Ã[„‰ŒŸƒœ€]|â€/;

/** Error rates of a draft against its corrected form, or why the two make no pair. */
export function judged(draft: string, corrected: string, cutters: Cutters): ErrorRates | LeftOut {
  if (draft === corrected) return 'identical';
  if (Math.max(draft.length, corrected.length) > LONGEST_PAIR) return 'too_long';
  if (nfc(draft) === nfc(corrected)) return 'identical';
  if (!draft.isWellFormed() || UNREADABLE.test(corrected) || MISREAD.test(corrected)) return 'broken_text';
  const wer = wordErrorRate(draft, corrected, cutters);
  if (wer === 0) return 'white_space_only';
  const cer = characterErrorRate(draft, corrected);
  return wer > MOST_CHANGED && cer > MOST_CHANGED ? 'rewritten' : { wer, cer };
}
