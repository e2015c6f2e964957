import { hashText } from '../../hash.ts';
import { isEnglish } from '../names/known-words.ts';
import type { Token } from './tokens.ts';

/** Ids of one token; 0 fills. */
export const IDS_PER_TOKEN = 14;
/** Ids are from 1 to one below this. */
export const TAGGER_VOCABULARY = 32_768;

const SEEDS = { word: 11, shape: 12, ending: 13, part: 14 } as const;

const idOf = (kind: keyof typeof SEEDS, text: string): number =>
  1 + (hashText(text, SEEDS[kind]) % (TAGGER_VOCABULARY - 1));

const LETTER = /^\p{L}/u;
const DIGIT = /^\d/;
const LONGEST_WORD = 24;
const ENDING = 4;
const PART = 3;
/** Parts of a word that are looked at: so many from its beginning, and as many from its end. */
const PARTS = (IDS_PER_TOKEN - 3) >> 1;
/** Of a number its length tells more than its value, but for small ones: ages, days, floors. */
const SMALL_NUMBER = 2;

/**
 * Writes the ids of a token from a place on: the word, its shape (with what stands before it, and whether it is a common
 * English word), its ending and its parts of three letters.
 */
export function writeIds(token: Token, ids: Int32Array, from: number): void {
  const word = token.plain.slice(0, LONGEST_WORD);
  ids[from] = idOf('word', DIGIT.test(word) && word.length > SMALL_NUMBER ? `#${word.length}` : word);
  const isLetters = LETTER.test(word);
  ids[from + 1] = idOf('shape', `${token.gap}${shapeOf(token)}${isLetters && isEnglish(word) ? 'w' : ''}`);
  if (!isLetters) return;
  ids[from + 2] = idOf('ending', token.plain.slice(-ENDING));
  const parts = partsOf(`^${word}$`);
  for (const [place, part] of parts.entries()) ids[from + 3 + place] = idOf('part', part);
}

function partsOf(word: string): readonly string[] {
  const all = Array.from({ length: Math.max(1, word.length - PART + 1) }, (_, at) => word.slice(at, at + PART));
  return all.length <= 2 * PARTS ? all : [...all.slice(0, PARTS), ...all.slice(-PARTS)];
}

/** Capitals, small letters or digits, and how many of them as far as that tells something. */
function shapeOf({ written }: Token): string {
  if (DIGIT.test(written)) return `0${Math.min(written.length, 12)}`;
  if (!LETTER.test(written)) return '.';
  const length = written.length > 3 ? 4 : written.length;
  if (written === written.toLowerCase()) return `x${length}`;
  if (written === written.toUpperCase()) return `X${length}`;
  const rest = written.slice(1);
  return rest === rest.toLowerCase() ? `Xx${length}` : `xX${length}`;
}
