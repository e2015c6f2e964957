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
  moveUp(windows, met.row);
  met.entityArrives = enter(windows, ALL, time);
}

/** A row that is free, else the one that was seen longest ago. */
function freeRow({ codes, codeOrder }: EntityWindows): number {
  const free = codes.indexOf(0);
  return free >= 0 ? free : (codeOrder[BOOK_ROWS - 1] as number);
}

function begin(windows: EntityWindows, row: number, code: number): void {
  const { codes, codeTimes, codeCounts } = windows;
  // free rows are taken one after the other, so that the order has as many places
  if (codes[row] === 0) windows.codeOrder[row] = row;
  codes[row] = code;
  windows.rarityBy = null;
  codeTimes.fill(0, row * TIMES, (row + 1) * TIMES);
  codeCounts.fill(0, row * RATES, (row + 1) * RATES);
}

/** Counts an event in a row; answers whether it is an arrival. */
function enter(windows: EntityWindows, row: number, time: number): boolean {
  const { codeTimes, codeCounts } = windows;
  const at = row * TIMES;
  const isFirst = codeCounts[row * RATES + RATES - 1] === 0;
  const last = isFirst ? time : (codeTimes[at + LAST] as number);
  addEvent(codeCounts, row * RATES, last, time);
  takeLogs(windows, row);
  codeTimes[at + LAST] = Math.max(last, time);
  codeTimes[at + FIRST] = isFirst ? time : Math.min(codeTimes[at + FIRST] as number, time);
  const arrives = isFirst || time - (codeTimes[at + ARRIVED] as number) >= ARRIVES_EVERY_MS;
  if (arrives) codeTimes[at + ARRIVED] = time;
  return arrives;
}

function takeLogs({ codeCounts, codeLogs }: EntityWindows, row: number): void {
  for (let at = row * RATES; at < (row + 1) * RATES; at++) codeLogs[at] = Math.log2(codeCounts[at] as number);
}

/** To its place in the order: times never go back. */
function moveUp(windows: EntityWindows, row: number): void {
  const { codeOrder } = windows;
  let at = codeOrder.indexOf(row);
  for (; at > 0 && isBefore(windows, row, codeOrder[at - 1] as number); at--)
    codeOrder[at] = codeOrder[at - 1] as number;
  codeOrder[at] = row;
}

/** Seen later; of those seen at one time the lower row. */
function isBefore({ codeTimes }: EntityWindows, a: number, b: number): boolean {
  const later = (codeTimes[a * TIMES + LAST] as number) - (codeTimes[b * TIMES + LAST] as number);
  return later > 0 || (later === 0 && a < b);
}

/** Rows in use: they are taken one after the other, and never given back. */
export function rowsInUse({ codes }: EntityWindows): number {
  const free = codes.indexOf(0);
  return free < 0 ? BOOK_ROWS : free;
}

/** Makes anew what is not saved of a book. */
export function deriveBook(windows: EntityWindows): void {
  const rows = rowsInUse(windows);
  for (let row = 0; row < rows; row++) takeLogs(windows, row);
  takeLogs(windows, ALL);
  const order = Array.from({ length: rows }, (_, row) => row);
  windows.codeOrder.set(order.sort((a, b) => (isBefore(windows, a, b) ? -1 : 1)));
}
