import { withoutOverlaps } from '../../detectors/personal-data/overlaps.ts';
import type { Finding, PersonalSpan, PersonalType } from '../../detectors/personal-data/personal-type.ts';
import { plainText } from '../../detectors/personal-data/plain-text.ts';

/** A text and what was found in it alone. */
export interface Searched {
  readonly text: string;
  readonly spans: Spans;
}

type Spans = readonly PersonalSpan[];

/** Types by what a value says: its words, parted by one space. */
type Known = Map<string, PersonalType>;

const WORD = /[\p{L}\p{N}]+/gu;
/** A longer value, such as a whole address, is looked for where it was found alone. */
const MOST_WORDS = 8;
/** A shorter value says too little by itself. */
const SHORTEST = 3;

/**
 * What two forms of a text hold of each other's personal data. A name that its surroundings give away in one of them is
 * taken out of both, under the same type, so that they get the same pseudonyms and still fit together.
 */
export function foundInBoth(forms: readonly [Searched, Searched]): readonly [Spans, Spans] {
  const plain = forms.map(({ text }) => plainText(text)) as [string, string];
  const known: Known = new Map();
  const firsts = new Set<string>();
  for (const [at, { spans }] of forms.entries())
    for (const { start, end, type } of spans) {
      const words = wordsOf((plain[at] as string).slice(start, end));
      const value = words.join(' ');
      if (value.length < SHORTEST || words.length > MOST_WORDS || known.has(value)) continue;
      known.set(value, type);
      firsts.add(words[0] as string);
    }
  const all = (text: string, spans: Spans): Spans =>
    withoutOverlaps([...spans.map((span) => sameType(text, span, known)), ...echoes(text, known, firsts)]);
  return [all(plain[0], forms[0].spans), all(plain[1], forms[1].spans)];
}

const wordsOf = (plain: string): readonly string[] => plain.match(WORD) ?? [];

function sameType(plain: string, span: PersonalSpan, known: Known): Finding {
  const type = known.get(wordsOf(plain.slice(span.start, span.end)).join(' ')) ?? span.type;
  return { ...span, type, sureness: 2 };
}

function echoes(plain: string, known: Known, firsts: ReadonlySet<string>): readonly Finding[] {
  const found: Finding[] = [];
  const words = [...plain.matchAll(WORD)];
  for (const [place, { 0: first, index: start }] of words.entries()) {
    if (!firsts.has(first)) continue;
    let value = '';
    for (const { 0: word, index } of words.slice(place, place + MOST_WORDS)) {
      value = value === '' ? word : `${value} ${word}`;
      const type = known.get(value);
      if (type !== undefined) found.push({ start, end: index + word.length, type, sureness: 1 });
    }
  }
  return found;
}
