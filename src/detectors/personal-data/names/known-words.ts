import { CITIES, CITY_WORDS } from './cities.gen.ts';
import { ENGLISH } from './english-words.gen.ts';
import { FAMILY, FAMILY_WORDS } from './family-names.gen.ts';
import { GIVEN, GIVEN_WORDS } from './given-names.gen.ts';
import { type Ending, hasStem, INFLECTIONS } from './stems.ts';

/** Lists are read when first asked: most commands never ask. */
function among(...lists: readonly string[]): (word: string) => boolean {
  let words: ReadonlySet<string> | undefined;
  return (word) => {
    words ??= new Set(lists.flatMap((list) => list.split(',')));
    return words.has(word);
  };
}

/** What lists say of a word in lower case and without accents. A "word" is one that is no name alone. */
export const isGiven = among(GIVEN);
export const mayBeGiven = among(GIVEN, GIVEN_WORDS);
export const isFamily = among(FAMILY);
export const mayBeFamily = among(FAMILY, FAMILY_WORDS);
export const isCity = among(CITIES);
export const mayBeCity = among(CITIES, CITY_WORDS);

const isStem = among(ENGLISH);
const ENDINGS: readonly Ending[] = [...INFLECTIONS, [/er$/, ''], [/er$/, 'e']];

/** A common English word, in any of its forms. */
export const isEnglish = (word: string): boolean => isStem(word) || hasStem(word, ENDINGS, isStem);
