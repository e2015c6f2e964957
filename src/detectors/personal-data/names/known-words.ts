import { CITIES, CITY_WORDS } from './cities.gen.ts';
import { ENGLISH } from './english-words.gen.ts';
import { FAMILY, FAMILY_WORDS } from './family-names.gen.ts';
import { GIVEN, GIVEN_WORDS } from './given-names.gen.ts';

const setOf = (...lists: readonly string[]): ReadonlySet<string> => new Set(lists.flatMap((list) => list.split(',')));

const given = setOf(GIVEN);
const givenWords = setOf(GIVEN_WORDS);
const family = setOf(FAMILY);
const familyWords = setOf(FAMILY_WORDS);
const cities = setOf(CITIES);
const cityWords = setOf(CITY_WORDS);
const english = setOf(ENGLISH);

/** What lists say of a word in lower case and without accents. A "word" is one that is no name alone. */
export const isGiven = (word: string): boolean => given.has(word);
export const mayBeGiven = (word: string): boolean => given.has(word) || givenWords.has(word);
export const isFamily = (word: string): boolean => family.has(word);
export const mayBeFamily = (word: string): boolean => family.has(word) || familyWords.has(word);
export const isCity = (name: string): boolean => cities.has(name);
export const mayBeCity = (name: string): boolean => cities.has(name) || cityWords.has(name);

const STEMS: readonly (readonly [RegExp, string])[] = [
  [/'s$/, ''],
  [/s$/, ''],
  [/es$/, ''],
  [/ies$/, 'y'],
  [/ed$/, ''],
  [/ed$/, 'e'],
  [/ing$/, ''],
  [/ing$/, 'e'],
  [/ly$/, ''],
  [/er$/, ''],
  [/er$/, 'e'],
];

/** A common English word, in any of its forms. */
export const isEnglish = (word: string): boolean =>
  english.has(word) || STEMS.some(([ending, stem]) => ending.test(word) && english.has(word.replace(ending, stem)));
