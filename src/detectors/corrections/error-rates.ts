import { editDistance } from './edit-distance.ts';
import type { Cutters } from './language.ts';
import { nfc } from './nfc.ts';
import { type SymbolBook, symbolsOf } from './symbols.ts';
import { wordsOf } from './words.ts';

/**
 * Word error rate of a draft against its corrected form: words replaced, deleted and inserted, over the words of the
 * corrected form, so that it may exceed 1 (defined so by A. Morris, V. Maier and P. Green, From WER and RIL to MER and
 * WIL, Interspeech 2004). Marks of punctuation are words, casing counts, white space does not; compared in NFC. A
 * corrected form without words counts as one. For texts as long as chunks: the time grows with their product.
 */
export function wordErrorRate(draft: string, corrected: string, cutters: Cutters): number {
  const words = (text: string) => wordsOf(nfc(text), cutters.words).words;
  return errorRate(words(draft), words(corrected));
}

/** Character error rate: the same by code points of NFC, white space included. */
export function characterErrorRate(draft: string, corrected: string): number {
  return errorRate(nfc(draft), nfc(corrected));
}

function errorRate(draft: Iterable<string>, corrected: Iterable<string>): number {
  const book: SymbolBook = new Map();
  const [from, to] = [symbolsOf(draft, book), symbolsOf(corrected, book)];
  return editDistance(from, to) / Math.max(1, to.length);
}
