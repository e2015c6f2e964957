import { withoutOverlaps } from '../../detectors/personal-data/overlaps.ts';
import type { Finding, PersonalSpan, PersonalType } from '../../detectors/personal-data/personal-type.ts';
import { plainText } from '../../detectors/personal-data/plain-text.ts';

/** A text and what was found in it alone. */
export interface Searched {
  readonly text: string;
  readonly spans: readonly PersonalSpan[];
}

interface Value {
  readonly words: readonly string[];
  readonly type: PersonalType;
}

const WORD = /[\p{L}\p{N}]+/gu;
/** What comes after so many different values is looked for where it was found alone: a text of nothing but names must end too. */
const MOST_VALUES = 1_000;
/** A shorter value says too little by itself. */
const SHORTEST = 3;

/**
 * What two forms of a text hold of each other's personal data. A name that its surroundings give away in one of them is
 * taken out of both, under the same type, so that they get the same pseudonyms and still fit together.
 */
export function foundInBoth(forms: readonly [Searched, Searched]): readonly [Spans, Spans] {
  const known = new Map<string, Value>();
  for (const { text, spans } of forms) {
    const plain = plainText(text);
    for (const { start, end, type } of spans) learn(known, plain.slice(start, end), type);
  }
  const byFirst = Map.groupBy(known.values(), ({ words: [first] }) => first as string);
  const all = ({ text, spans }: Searched): Spans => {
    const plain = plainText(text);
    const found = spans.map((span): Finding => {
      const type = known.get(said(plain.slice(span.start, span.end)))?.type ?? span.type;
      return { ...span, type, sureness: 2 };
    });
    return withoutOverlaps([...found, ...echoes(plain, byFirst)]);
  };
  return [all(forms[0]), all(forms[1])];
}

type Spans = readonly PersonalSpan[];

const wordsOf = (plain: string): readonly string[] => plain.match(WORD) ?? [];
const said = (plain: string): string => wordsOf(plain).join(' ');

function learn(known: Map<string, Value>, plain: string, type: PersonalType): void {
  const words = wordsOf(plain);
  const name = words.join(' ');
  if (name.length >= SHORTEST && known.size < MOST_VALUES && !known.has(name)) known.set(name, { words, type });
}

function echoes(plain: string, byFirst: ReadonlyMap<string, readonly Value[]>): readonly Finding[] {
  if (byFirst.size === 0) return [];
  const words = [...plain.matchAll(WORD)];
  return words.flatMap(({ 0: word, index }, place) =>
    (byFirst.get(word) ?? []).flatMap((value): readonly Finding[] => {
      if (!value.words.every((part, offset) => words[place + offset]?.[0] === part)) return [];
      const last = words[place + value.words.length - 1] as RegExpExecArray;
      return [{ start: index, end: last.index + last[0].length, type: value.type, sureness: 1 }];
    }),
  );
}
