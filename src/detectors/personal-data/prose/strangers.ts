import { isEnglish, mayBeFamily, mayBeGiven } from '../names/known-words.ts';
import { type NameWord, nameRuns } from '../names/name-words.ts';
import { startOfTitle } from '../names/titles.ts';
import type { Finding } from '../personal-type.ts';
import type { Recogniser } from '../recogniser.ts';
import { NOBODY } from './nobody.ts';

/**
 * Capitalised words of English sentences that are no English words: names of people, places and firms that no list has.
 * Words that may be a name come along beside them, and so do several words that are all capitalised inside a sentence.
 */
export const strangers: Recogniser = ({ text, plain, kind, lang }) => {
  if (isShouting(text)) return [];
  if (lang === 'es') return nameRuns(text, kind).flatMap(inSpanish);
  const hasCapitals = /\p{Lu}/u.test(text);
  return nameRuns(text, kind).flatMap((run) => [...unknown(run, plain), ...(hasCapitals ? titled(run) : [])]);
};

/**
 * Of Spanish there is no list of words, but it writes few with a capital: inside a sentence, two and more in a row that end
 * as no word does name somebody.
 */
function inSpanish(run: readonly NameWord[]): readonly Finding[] {
  const words = run[0]?.isFirst ? run.slice(1) : run;
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last || words.length < 2 || words.length > LONGEST_NAME) return [];
  const isName =
    words.some(isStrange) && words.every((word) => (isStrange(word) && !isSpanish(word)) || isCompany(word));
  return isName ? [{ start: first.start, end: last.end, type: 'PERSON', sureness: 1 }] : [];
}

const LONGEST_NAME = 6;
/** Endings that words are made with, and hardly any name. */
const SPANISH =
  /(?:[cs]ion(?:es)?|[dt]ad(?:es)?|mente|miento|ismo|itis|osis|emia|oma|(?:log|graf|scop|tom|pat|metr)ia|ncias?|(?:ic|os|ari|iv|ad|id|in|ic|ul|or)[oa]s?|al(?:es)?|ar(?:es)?|or(?:es)?|[ae]ntes?|uras?|bles?|ez|eza)$/;
const isSpanish = ({ folded }: NameWord): boolean => SPANISH.test(folded);
const isShouting = (text: string): boolean => !/\p{Ll}.*\p{Ll}.*\p{Ll}/u.test(text);

function unknown(run: readonly NameWord[], plain: string): Finding[] {
  const found: Finding[] = [];
  let part: NameWord[] = [];
  const close = () => {
    const [first, last] = [part[0], part.at(-1)];
    if (first && last && part.some(isStrange))
      found.push({ start: startOfTitle(plain, first.start), end: last.end, type: 'PERSON', sureness: 1 });
    part = [];
  };
  for (const word of run) {
    if (isStrange(word) || isCompany(word)) part.push(word);
    else close();
  }
  close();
  return found;
}

const ABBREVIATION = /^\p{Lu}{1,4}s?$/u;
const isStrange = ({ folded, written }: NameWord): boolean =>
  !ABBREVIATION.test(written) &&
  folded.length > 2 &&
  !folded.split(/[-']/).every((part) => part.length < 2 || isEnglish(part) || NOBODY.has(part));
const isCompany = ({ folded, written }: NameWord): boolean =>
  !NOBODY.has(folded) &&
  !isOpening(folded) &&
  (mayBeGiven(folded) || mayBeFamily(folded) || /^[A-HJ-Z]\.?$/.test(written));

/** Firms and works have every word in capitals; the first word of a sentence does not count. */
function titled(run: readonly NameWord[]): Finding[] {
  const words = run[0]?.isFirst && (NOBODY.has(run[0].folded) || isOpening(run[0].folded)) ? run.slice(1) : run;
  const [first, last] = [words[0], words.at(-1)];
  if (
    !first ||
    !last ||
    words.length < 2 ||
    words.length > 5 ||
    words.some(({ folded }) => isOpening(folded)) ||
    words.every(({ folded }) => NOBODY.has(folded))
  )
    return [];
  return [{ start: first.start, end: last.end, type: 'ORGANIZATION', sureness: 1 }];
}

const isOpening = (word: string): boolean =>
  /^(?:the|a|an|in|on|at|for|from|my|our|your|his|her|their|this|that|it|is|are|was|what|when|where|who|how|why|if|and|but|or|so|we|he|she|they|please|can|could|would|will|do|does|did|have|has|had|not|no|yes|unlike|after|before|during|maybe|by|to|of|with|as|ask|send|call|let|i|now|then|here|there|you|me|us|it's|you're|back|all|out|up|down)$/.test(
    word,
  );
