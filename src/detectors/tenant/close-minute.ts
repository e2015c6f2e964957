import type { TenantMinutes } from '../../domain/contracts.gen.ts';
import { left } from '../decay.ts';
import {
  ARRIVALS_24H,
  ARRIVALS_60M,
  bytesOf,
  CODE,
  type CodeRows,
  EVENTS_5M,
  EVENTS_24H,
  EVENTS_60M,
  FIRST_MINUTE,
  LAST_MINUTE,
  MOST_CODES,
  ROW_WORDS,
  rowsOf,
} from './code-rows.ts';
import type { CodeCount, OpenMinute } from './open-minute.ts';

const MINUTE_MS = 60_000;
/** Minutes after which a code that loses its place is no loss. */
const REMEMBERED_MINUTES = 60;
/** Places of the half-lives in decay.ts. */
const [RATE_5M, RATE_60M, RATE_24H] = [1, 2, 3] as const;

export type Counted = Omit<TenantMinutes, 'tenant' | 'partition'>;

export interface Closed {
  readonly counted: Counted;
  /** Codes that had no more place, though they were used within the last 60 min. */
  readonly pushedOut: number;
}

const NOTHING: Counted = {
  ...{ minute: 0, firstMinute: 0, events5m: 0, events60m: 0, events24h: 0, entities60m: 0, entities24h: 0 },
  codes: new Uint8Array(0),
};

/** What is left of counts after so many minutes. */
export interface Left {
  readonly of5m: number;
  readonly of60m: number;
  readonly of24h: number;
}

export function leftAfter(minutes: number): Left {
  const of = (rate: number) => left(rate, minutes * MINUTE_MS);
  return { of5m: of(RATE_5M), of60m: of(RATE_60M), of24h: of(RATE_24H) };
}

/** Adds a minute to what was counted before it. Its events weigh in full at its end, whenever in it they came. */
export function closeMinute(before: Counted = NOTHING, open: OpenMinute): Closed {
  const share = leftAfter(open.minute - before.minute);
  const rows = rowsOf(before.codes, open.codes.size);
  fade(rows, share);
  const length = enter(rows, open);
  const kept = mostRecent(rows, length);
  const lost = lostOf(rows, length, kept, open.minute);
  return {
    counted: {
      minute: open.minute,
      firstMinute: before === NOTHING ? open.minute : before.firstMinute,
      events5m: before.events5m * share.of5m + open.events,
      events60m: before.events60m * share.of60m + open.events,
      events24h: before.events24h * share.of24h + open.events,
      entities60m: before.entities60m * share.of60m + open.entities,
      entities24h: before.entities24h * share.of24h + open.entities,
      codes: bytesOf(rows, kept),
    },
    pushedOut: lost,
  };
}

function fade({ counts, length }: CodeRows, { of5m, of60m, of24h }: Left): void {
  for (let at = 0; at < length * ROW_WORDS; at += ROW_WORDS) {
    counts[at + EVENTS_5M] = (counts[at + EVENTS_5M] as number) * of5m;
    counts[at + EVENTS_60M] = (counts[at + EVENTS_60M] as number) * of60m;
    counts[at + EVENTS_24H] = (counts[at + EVENTS_24H] as number) * of24h;
    counts[at + ARRIVALS_60M] = (counts[at + ARRIVALS_60M] as number) * of60m;
    counts[at + ARRIVALS_24H] = (counts[at + ARRIVALS_24H] as number) * of24h;
  }
}

/** Counts the minute's codes in their rows, new ones behind the rest; answers how many rows there are. */
function enter(rows: CodeRows, open: OpenMinute): number {
  const { words } = rows;
  const places = new Map<number, number>();
  for (let row = 0; row < rows.length; row++) places.set(words[row * ROW_WORDS + CODE] as number, row);
  let length = rows.length;
  for (const [code, count] of open.codes) {
    const known = places.get(code);
    const at = (known ?? length++) * ROW_WORDS;
    if (known === undefined) words[at + CODE] = code;
    if (known === undefined) words[at + FIRST_MINUTE] = open.minute;
    words[at + LAST_MINUTE] = open.minute;
    addTo(rows.counts, at, count);
  }
  return length;
}

function addTo(counts: Float32Array, at: number, { events, arrivals }: CodeCount): void {
  for (const place of [EVENTS_5M, EVENTS_60M, EVENTS_24H]) counts[at + place] = (counts[at + place] as number) + events;
  for (const place of [ARRIVALS_60M, ARRIVALS_24H]) counts[at + place] = (counts[at + place] as number) + arrivals;
}

/** Places of the rows that stay: those used last, of these the more frequent. */
function mostRecent({ words, counts }: CodeRows, length: number): readonly number[] {
  const places = Array.from({ length }, (_, row) => row);
  if (length <= MOST_CODES) return places;
  const word = (row: number, place: number) => words[row * ROW_WORDS + place] as number;
  const often = (row: number) => counts[row * ROW_WORDS + EVENTS_5M] as number;
  places.sort(
    (a, b) => word(b, LAST_MINUTE) - word(a, LAST_MINUTE) || often(b) - often(a) || word(a, CODE) - word(b, CODE),
  );
  return places.slice(0, MOST_CODES);
}

function lostOf({ words }: CodeRows, length: number, kept: readonly number[], minute: number): number {
  if (kept.length === length) return 0;
  const stays = new Set(kept);
  let lost = 0;
  for (let row = 0; row < length; row++)
    if (!stays.has(row) && minute - (words[row * ROW_WORDS + LAST_MINUTE] as number) < REMEMBERED_MINUTES) lost++;
  return lost;
}
