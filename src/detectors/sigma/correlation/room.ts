import type { Correlation, CorrelationType } from './correlation.ts';
import { dropOld, fold } from './old.ts';
import { bitsAt, firstFrom, keepOnly, removeAt, sizeOf, timeAt, type Window } from './window.ts';

/** Hits of one correlation and group that are kept one by one. */
export const MOST_HITS = 1_000;
/** What is kept of a full window that gives some up, so that this is rare. */
const LEFT = MOST_HITS / 2;
/** Room that lasts for a while. */
const ENOUGH = MOST_HITS / 10;

/**
 * Makes room in a window that is full; the number of hits that were given up. First goes what is older than two
 * timespans: no event that is late by less than one can need it. Then hits of figures are folded into counts and
 * sketches, if it is enough only those that no event in order needs; correlations in time lose their oldest hits.
 */
export function makeRoom(window: Window, correlation: Correlation): number {
  if (sizeOf(window) <= MOST_HITS) return 0;
  const { type, timespanMs } = correlation;
  const newest = timeAt(window, sizeOf(window) - 1);
  if (type !== 'absence') removeAt(window, 0, firstFrom(window, newest - 2 * timespanMs));
  dropOld(window, correlation, newest - 2 * timespanMs);
  const beyond = sizeOf(window) - LEFT;
  if (sizeOf(window) <= MOST_HITS) return 0;
  if (type === 'temporal' || type === 'temporal_ordered' || type === 'absence') return giveUp(window, beyond, type);
  const outside = firstFrom(window, newest - timespanMs);
  fold(window, correlation, outside >= ENOUGH ? Math.min(outside, beyond) : beyond);
  return 0;
}

/** The first and the last hit of each rule stay, so that a flood of one rule does not drive the others out. */
function giveUp(window: Window, count: number, type: CorrelationType): number {
  const size = sizeOf(window);
  const kept = new Set<number>();
  for (const order of [1, -1]) {
    let seen = 0;
    for (let step = 0; step < size; step++) {
      const at = order === 1 ? step : size - 1 - step;
      if ((bitsAt(window, at) & ~seen) !== 0) kept.add(at);
      seen |= bitsAt(window, at);
    }
  }
  for (const at of [...kept]) if (type === 'absence') kept.add(answerTo(window, at));
  keepOnly(window, (at) => at >= count || kept.has(at));
  return size - sizeOf(window);
}

/** Of an absence the first hit of the second rule behind another: without it the other would fire. The hit itself where there is none. */
function answerTo(window: Window, at: number): number {
  const time = timeAt(window, at);
  for (let next = at + 1; next < sizeOf(window); next++)
    if ((bitsAt(window, next) & SECOND) !== 0 && timeAt(window, next) > time) return next;
  return at;
}

const SECOND = 2;
