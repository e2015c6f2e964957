import type { Finding, PersonalType } from '../personal-type.ts';
import type { Token } from './tokens.ts';

/** What a tagger may tell apart. */
export const TAGGED_TYPES = [
  ...(['PERSON', 'ADDRESS', 'PLACE', 'DATE', 'AGE', 'SEX', 'RELATIVE', 'NATIONALITY'] as const),
  ...(['OCCUPATION', 'PHONE', 'RECORD_NUMBER'] as const),
] satisfies readonly PersonalType[];

/** What a tagger tells apart, and how sure it must be. */
export interface Tags {
  /** In the order of the numbers that it says of a token. */
  readonly types: readonly PersonalType[];
  /** Log-odds that a token is personal data: a stretch needs one token at or above `sure` and all at or above `likely`. */
  readonly sure: number;
  readonly likely: number;
}

/** Types whose values go on over an end of line. */
const OVER_LINES: ReadonlySet<PersonalType> = new Set(['ADDRESS']);
const SHOWS = /[\p{L}\p{N}]/u;

/** Stretches of tokens that are personal data. `odds` holds for each token the log-odds of each type against none. */
export function taggedSpans(tokens: readonly Token[], odds: Float32Array, tags: Tags): readonly Finding[] {
  const said = tokens.map((_, at) => saidOf(odds.subarray(at * tags.types.length, (at + 1) * tags.types.length)));
  const findings: Finding[] = [];
  for (let at = 0; at < tokens.length; ) {
    const end = endOfStretch(said, at, tags.likely);
    if (said.slice(at, end).some(({ personal }) => personal >= tags.sure))
      findings.push(...partsOf(tokens, said, at, end, tags.types));
    at = Math.max(end, at + 1);
  }
  return findings;
}

interface Said {
  /** Log-odds that the token is personal data of any type. */
  readonly personal: number;
  /** Place of the likeliest type. */
  readonly type: number;
}

function saidOf(odds: Float32Array): Said {
  const type = odds.indexOf(Math.max(...odds));
  const highest = odds[type] ?? Number.NEGATIVE_INFINITY;
  return { type, personal: highest + Math.log(odds.reduce((sum, one) => sum + Math.exp(one - highest), 0)) };
}

function endOfStretch(said: readonly Said[], from: number, likely: number): number {
  let end = from;
  while (end < said.length && (said[end] as Said).personal >= likely) end++;
  return end;
}

/** A finding for each type of a stretch, marks at its ends left out. */
function partsOf(
  tokens: readonly Token[],
  said: readonly Said[],
  from: number,
  until: number,
  types: readonly PersonalType[],
): readonly Finding[] {
  const findings: Finding[] = [];
  for (let first = from, at = from + 1; at <= until; at++) {
    const type = types[said[first]?.type ?? 0] as PersonalType;
    const goesOn =
      at < until && said[at]?.type === said[first]?.type && (tokens[at]?.gap !== 'line' || OVER_LINES.has(type));
    if (goesOn) continue;
    const shown = tokens.slice(first, at).filter(({ written }) => SHOWS.test(written));
    const [head, tail] = [shown[0], shown.at(-1)];
    if (head && tail) findings.push({ start: head.start, end: tail.end, type, sureness: 1 });
    first = at;
  }
  return findings;
}
