import type { Correlation } from './correlation.ts';
import { bitsAt, isTold, sizeOf, tell, timeAt, type Window } from './window.ts';

const COMES = 1;
const STAYS_AWAY = 2;

/** Hits of the first rule whose time has passed and that no hit of the second followed. Each is told once. */
export function decided(window: Window, { timespanMs }: Correlation, watermark: number): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < sizeOf(window) && timeAt(window, at) + timespanMs < watermark; at++) {
    if ((bitsAt(window, at) & COMES) === 0 || isTold(window, at)) continue;
    tell(window, at, true);
    if (followerOf(window, at) > timeAt(window, at) + timespanMs) found.push(at);
  }
  return found;
}

/** The time at which the earliest absence is decided; Infinity where nothing is open. */
export function absenceDue(window: Window, { timespanMs }: Correlation): number {
  for (let at = 0; at < sizeOf(window); at++)
    if ((bitsAt(window, at) & COMES) !== 0 && !isTold(window, at)) return timeAt(window, at) + timespanMs;
  return Infinity;
}

/** Time of the first hit of the second rule after a hit. */
function followerOf(window: Window, from: number): number {
  const time = timeAt(window, from);
  for (let at = from + 1; at < sizeOf(window); at++)
    if ((bitsAt(window, at) & STAYS_AWAY) !== 0 && timeAt(window, at) > time) return timeAt(window, at);
  return Infinity;
}
