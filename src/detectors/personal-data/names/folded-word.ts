const BEYOND_ASCII = /[^\0-\x7f]/;
const MARKS = /\p{M}/gu;

/** A word as lists hold it: lower case, no accents. */
export const foldedWord = (word: string): string =>
  BEYOND_ASCII.test(word) ? word.normalize('NFD').replace(MARKS, '').toLowerCase() : word.toLowerCase();
