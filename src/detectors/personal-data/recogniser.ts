import type { Finding, PersonalType, Sureness } from './personal-type.ts';

export type TextKind = 'line' | 'prose';
export type Language = 'en' | 'es';

/** A text as every recogniser gets it. */
export interface View {
  /** Normalised. */
  readonly text: string;
  /** The same, unit for unit, in lower case and without accents: patterns over it need no flags, and are several times faster. */
  readonly plain: string;
  /** Machine-written lines name their fields; prose is read by its words. */
  readonly kind: TextKind;
  readonly lang: Language;
}

/** Finds one family of personal data. Linear in the text. */
export type Recogniser = (view: View) => readonly Finding[];

const NEAR = 48;

/** Whether telling words stand shortly before a place, on any line; names of fields join them with underscores. */
export const isAfter = (text: string, start: number, words: RegExp): boolean =>
  words.test(text.slice(Math.max(0, start - NEAR), start).replaceAll('_', ' '));

/** A finding for each match of a global pattern: of its group `value` where it names one. */
export function matches(text: string, pattern: RegExp, type: PersonalType, sureness: Sureness): Finding[] {
  return allMatches(text, pattern).map((match) => findingOf(match, type, sureness));
}

const NONE: readonly RegExpExecArray[] = [];

/** What matchAll gives, without the copy of the pattern that it makes for every text. No match may be empty. */
export function allMatches(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  if (match === null) return NONE;
  const found: RegExpExecArray[] = [];
  for (; match !== null; match = pattern.exec(text)) found.push(match);
  return found;
}

/** Where the group `value` of a match stands (needs the flag d), or else the match. */
export function findingOf(match: RegExpMatchArray, type: PersonalType, sureness: Sureness): Finding {
  const [start, end] = match.indices?.groups?.value ?? [
    match.index as number,
    (match.index as number) + match[0].length,
  ];
  return { start, end, type, sureness };
}
