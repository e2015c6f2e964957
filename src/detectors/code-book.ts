/**
 * The codes that an entity used of late (class and code, else action, as one hash), each with how often and since when.
 * A row of the book stays where it is; a code that finds no room takes the row of the one that was seen longest ago.
 */
import { addEvent, RATES } from './decay.ts';
import type { EntityWindows } from './entity-windows.ts';

export const BOOK_ROWS = 64;
/** Places of the times of one row: when the code was last seen, first seen, and last counted as arrived. */
export const LAST = 0;
export const FIRST = 1;
export const ARRIVED = 2;
export const TIMES = 3;
/** The last row counts all events of the entity. */
export const ALL = BOOK_ROWS;
export const BOOK_TIMES = (BOOK_ROWS + 1) * TIMES;
export const BOOK_COUNTS = (BOOK_ROWS + 1) * RATES;

const HOUR_MS = 3_600_000;
/** Whoever goes on with a code arrives anew so often: without it those who never stop would fade from the counts of arrivals. */
const ARRIVES_EVERY_MS = HOUR_MS;

/** What the book said when an event came. Written in place. */
export interface Met {
  /** Row of the code. */
  row: number;
  /** The entity had not used the code, as far as its book goes back. */
  isNew: boolean;
  /** Time since the entity used it last, ms; 0 where it is new, or the event came late. */
  sinceMs: number;
  /** The entity met the code for the first time in 60 min. */
  arrives: boolean;
  /** The entity itself came for the first time in 60 min. */
  entityArrives: boolean;
  /** Another code lost its row within 60 min of its last use; one that has long been silent makes room without a count. */
  pushedOut: boolean;
}

export const emptyMet = (): Met => ({
  ...{ row: 0, isNew: false, sinceMs: 0, arrives: false, entityArrives: false, pushedOut: false },
});

/** Enters an event, however late. */
export function meetCode(windows: EntityWindows, code: number, time: number, met: Met): void {
  const known = windows.codes.indexOf(code);
  met.isNew = known < 0;
  met.row = met.isNew ? freeRow(windows) : known;
  const last = windows.codeTimes[met.row * TIMES + LAST] as number;
  met.pushedOut = met.isNew && windows.codes[met.row] !== 0 && time - last < HOUR_MS;
  if (met.isNew) begin(windows, met.row, code);
  met.sinceMs = met.isNew ? 0 : Math.max(0, time - last);
  met.arrives = enter(windows, met.row, time);
  met.entityArrives = enter(windows, ALL, time);
}

/** A row that is free, else the one that was seen longest ago. */
function freeRow({ codes, codeTimes }: EntityWindows): number {
  const free = codes.indexOf(0);
  if (free >= 0) return free;
  let oldest = 0;
  for (let row = 1; row < BOOK_ROWS; row++)
    if ((codeTimes[row * TIMES + LAST] as number) < (codeTimes[oldest * TIMES + LAST] as number)) oldest = row;
  return oldest;
}

function begin({ codes, codeTimes, codeCounts }: EntityWindows, row: number, code: number): void {
  codes[row] = code;
  codeTimes.fill(0, row * TIMES, (row + 1) * TIMES);
  codeCounts.fill(0, row * RATES, (row + 1) * RATES);
}

/** Counts an event in a row; answers whether it is an arrival. */
function enter({ codeTimes, codeCounts }: EntityWindows, row: number, time: number): boolean {
  const at = row * TIMES;
  const isFirst = codeCounts[row * RATES + RATES - 1] === 0;
  const last = isFirst ? time : (codeTimes[at + LAST] as number);
  addEvent(codeCounts, row * RATES, last, time);
  codeTimes[at + LAST] = Math.max(last, time);
  codeTimes[at + FIRST] = isFirst ? time : Math.min(codeTimes[at + FIRST] as number, time);
  const arrives = isFirst || time - (codeTimes[at + ARRIVED] as number) >= ARRIVES_EVERY_MS;
  if (arrives) codeTimes[at + ARRIVED] = time;
  return arrives;
}
