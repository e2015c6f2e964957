import { keeps } from './condition.ts';
import type { Correlation } from './correlation.ts';
import { figureOf } from './figure.ts';
import { tieEnd } from './ordered.ts';
import { type Figure, firstFrom, isTold, sizeOf, tell, timeAt, type Window } from './window.ts';

/** Times between which hits came or went. */
export interface Span {
  from: number;
  to: number;
}

/** A hit at which the condition began to hold, or no longer does. */
export interface Turn {
  readonly at: number;
  readonly holds: boolean;
  readonly figure: number;
  /** The first hit of its window, and the one behind the last. */
  readonly lo: number;
  readonly hi: number;
}

/** Hits at which a folded window is asked, besides its newest. */
const MOST_ASKED = 8;

/** Asks the condition anew at each hit whose window holds what has changed, and notes the answers. */
export function sweep(correlation: Correlation, window: Window, { from, to }: Span): readonly Turn[] {
  const { timespanMs } = correlation;
  const size = sizeOf(window);
  const turns: Turn[] = [];
  let figure: Figure | null = null;
  let at = firstFrom(window, from);
  let asked = 0;
  while (at < size && timeAt(window, at) <= to + timespanMs) {
    // each costs as much as all that was folded, and whoever is watched may send what is late
    if (window.old && asked++ >= MOST_ASKED) at = Math.max(at, size - 1);
    const time = timeAt(window, at);
    const hi = tieEnd(window, at);
    const lo = firstFrom(window, time - timespanMs);
    figure ??= figureOf(correlation, window);
    const value = figure({ lo, hi, from: time - timespanMs, to: time });
    const holds = isMet(correlation, value);
    for (; at < hi; at++) {
      if (isTold(window, at) === holds) continue;
      tell(window, at, holds);
      turns.push({ at, holds, figure: value, lo, hi });
    }
  }
  return turns;
}

/** True where the figure is what the correlation asks for. */
export function isMet({ type, rules, condition }: Correlation, figure: number): boolean {
  if (condition && condition.presence === null) return keeps(figure, condition.bounds);
  return type === 'temporal' && condition === null ? figure === rules.length : figure === 1;
}
