/** An ending of a word, and what stands in its place in the stem. */
export type Ending = readonly [ending: RegExp, stem: string];

/** Endings of English words that lists leave out, for their stems are in them. */
export const INFLECTIONS: readonly Ending[] = [
  [/'s$/, ''],
  [/s$/, ''],
  [/es$/, ''],
  [/ies$/, 'y'],
  [/ed$/, ''],
  [/ed$/, 'e'],
  [/ing$/, ''],
  [/ing$/, 'e'],
  [/ly$/, ''],
];

/** Whether the word is a stem with one of the endings. */
export const hasStem = (word: string, endings: readonly Ending[], isStem: (stem: string) => boolean): boolean =>
  endings.some(([ending, stem]) => ending.test(word) && isStem(word.replace(ending, stem)));
