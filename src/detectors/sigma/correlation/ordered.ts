import { bitsAt, type Figure, sizeOf, timeAt, type Window } from './window.ts';

/** A sequence: where its first hit stands, and the time by which it is complete. */
interface Run {
  readonly start: number;
  readonly end: number;
}

/**
 * 1 where the rules were hit in their order, else 0. Hits of one time stand in any order, and an event takes one place
 * of a sequence only.
 */
export function orderedIn(window: Window, rules: number): Figure {
  let run: Run = { start: -1, end: -Infinity };
  return ({ lo, to }) => {
    // the earliest sequence stays the earliest as long as the part begins before its first hit
    if (run.start < lo) run = earliest(window, lo, rules);
    return run.end <= to ? 1 : 0;
  };
}

/** The sequence from a hit on that is complete first. */
function earliest(window: Window, lo: number, rules: number): Run {
  let reached = 0;
  let start = Infinity;
  for (let at = lo; at < sizeOf(window); ) {
    const end = tieEnd(window, at);
    const before = reached;
    reached =
      end - at === 1 ? reached + ((bitsAt(window, at) >>> reached) & 1) : throughTie(window, at, end, reached, rules);
    if (before === 0 && reached > 0) start = at;
    if (reached === rules) return { start, end: timeAt(window, at) };
    at = end;
  }
  return { start: Infinity, end: Infinity };
}

export function tieEnd(window: Window, at: number): number {
  const time = timeAt(window, at);
  let end = at + 1;
  while (end < sizeOf(window) && timeAt(window, end) === time) end++;
  return end;
}

/** How far hits of one time lead: each place of the sequence needs an event of its own. */
function throughTie(window: Window, from: number, to: number, reached: number, rules: number): number {
  const taken = new Map<string, number>();
  let next = reached;
  while (next < rules && seat(window, from, to, next, taken, new Set())) next++;
  return next;
}

/** Finds an event for a place, where need be by giving another event to a place that has one (Kuhn, 1955). */
function seat(
  window: Window,
  from: number,
  to: number,
  place: number,
  taken: Map<string, number>,
  tried: Set<string>,
): boolean {
  for (let at = from; at < to; at++) {
    const id = window.ids[at] as string;
    if (((bitsAt(window, at) >>> place) & 1) === 0 || tried.has(id)) continue;
    tried.add(id);
    const holder = taken.get(id);
    if (holder !== undefined && !seat(window, from, to, holder, taken, tried)) continue;
    taken.set(id, place);
    return true;
  }
  return false;
}
