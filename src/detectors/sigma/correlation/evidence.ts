import type { Correlation } from './correlation.ts';
import type { Turn } from './sweep.ts';
import { bitsAt, type Window } from './window.ts';

/** Events of a firing that are named. */
const MOST = 50;

/** The newest events of the window, and of correlations in time the newest of each rule before the others. */
export function firingsIds({ type }: Correlation, window: Window, { lo, hi }: Turn): readonly string[] {
  if (hi - lo <= MOST) return [...new Set(window.ids.slice(lo, hi))];
  const chosen = type === 'temporal' || type === 'temporal_ordered' ? newestOfEach(window, lo, hi) : new Set<number>();
  for (let at = hi - 1; at >= lo && chosen.size < MOST; at--) chosen.add(at);
  const inOrder = [...chosen].sort((a, b) => a - b);
  return [...new Set(inOrder.map((at) => window.ids[at] as string))];
}

function newestOfEach(window: Window, lo: number, hi: number): Set<number> {
  const chosen = new Set<number>();
  let seen = 0;
  for (let at = hi - 1; at >= lo; at--) {
    if ((bitsAt(window, at) & ~seen) !== 0) chosen.add(at);
    seen |= bitsAt(window, at);
  }
  return chosen;
}
