import { hashText } from '../hash.ts';

/** Ids below this are signs, or free for signs to come; 0 fills. */
export const FIRST_GRAM = 512;
export const TEXT_VOCABULARY = 32_768;

const SEEDS = { word: 1, pair: 2, shape: 3, character: 4 } as const;
type Kind = keyof typeof SEEDS;

const idOf = (kind: Kind, text: string): number =>
  FIRST_GRAM + (hashText(text, SEEDS[kind]) % (TEXT_VOCABULARY - FIRST_GRAM));

const WORD = /\p{L}[\p{L}\p{M}'’]*/gu;
const LONGEST_WORD = 24;
/** Scripts that write no blanks between words. */
const UNSPACED = /[\u2e80-\ud7ff\uf900-\ufaff]/;

/** Adds the ids of a text's words, and of pairs of neighbours, until the set is full. */
export function addWords(plain: string, ids: Set<number>, most: number): void {
  let before = '';
  for (const [word] of plain.matchAll(WORD)) {
    if (ids.size >= most) return;
    if (UNSPACED.test(word)) addPairsOfCharacters(word, ids, most);
    const short = word.slice(0, LONGEST_WORD);
    ids.add(idOf('word', short));
    if (before !== '' && ids.size < most) ids.add(idOf('pair', `${before} ${short}`));
    before = short;
  }
}

function addPairsOfCharacters(word: string, ids: Set<number>, most: number): void {
  for (let at = 0; at + 1 < word.length && ids.size < most; at++) ids.add(idOf('character', word.slice(at, at + 2)));
}

const LETTERS = /\p{L}+/gu;
const DIGITS = /\p{Nd}+/gu;
const SHAPE_LENGTH = 4;
const MARKS = /[^a0\s]/g;

/** Adds the ids of a text's shapes: four characters with letters and digits alike, two of them marks at least. */
export function addShapes(plain: string, ids: Set<number>, most: number): void {
  const shape = plain.replace(LETTERS, 'a').replace(DIGITS, '0').replace(/\s+/g, ' ');
  for (let at = 0; at + SHAPE_LENGTH <= shape.length && ids.size < most; at++) {
    const gram = shape.slice(at, at + SHAPE_LENGTH);
    if ((gram.match(MARKS)?.length ?? 0) >= 2) ids.add(idOf('shape', gram));
  }
}
