import { hashText } from '../hash.ts';
import type { Span } from './chunks.ts';
import type { Cutters } from './language.ts';
import { nfc } from './nfc.ts';
import { wordsOf } from './words.ts';

/** One chunk as it is compared. */
export interface Passage extends Span {
  /** Composed, as texts are compared. */
  readonly plain: string;
}

export const passageOf = (text: string, { from, to }: Span): Passage => ({
  from,
  to,
  plain: nfc(text.slice(from, to)),
});

/** Hashes of its words and of each two that follow one another, every one once. */
export function shinglesOf({ plain }: Passage, cutters: Cutters): Set<number> {
  const shingles = new Set<number>();
  let before: number | undefined;
  for (const word of wordsOf(plain, cutters.words).words) {
    const hash = hashText(word);
    shingles.add(hash);
    if (before !== undefined) shingles.add(hashText(word, before));
    before = hash;
  }
  return shingles;
}
