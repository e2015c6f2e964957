import { absenceDue } from './absence.ts';
import { Round } from './round.ts';
import { type RootState, windowsOf } from './state.ts';
import type { Tree } from './tree.ts';
import { sizeOf, timeAt, type Window } from './window.ts';

export interface Hit {
  /** Event time, epoch ms. */
  readonly time: number;
  /** Of the event. */
  readonly id: string;
  readonly rules: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
}

export interface Firing {
  /** Id of the root. */
  readonly correlation: string;
  /** Of the deciding event; of an absence when it was complete, that is a timespan after the first event. */
  readonly time: number;
  /** The deciding event; of an absence the one that came. */
  readonly eventId: string;
  readonly group: readonly string[];
  /** The figure that was compared; null where the condition is none of figures. */
  readonly value: number | null;
  /** Events of the window, the newest 50 in order of time. */
  readonly ids: readonly string[];
  /** The first within a timespan of firings: the others say the same again. */
  readonly isNews: boolean;
}

export interface Taken {
  readonly firings: readonly Firing[];
  /** Hits and inner groups given up for room. */
  readonly evicted: number;
}

/**
 * Takes one event in, changes the state in place, and answers where the condition of the root has come to hold: at this
 * event, or, if it is late, at others that were there before. An event that is there already changes nothing.
 */
export function take(tree: Tree, state: RootState, hit: Hit): Taken {
  const round = new Round(tree, state);
  round.enter(hit);
  return round.run();
}

/** The watermark has passed: answers the absences that are decided, and lets go what no event to come can need. */
export function pass(tree: Tree, state: RootState, watermark: number): readonly Firing[] {
  const round = new Round(tree, state);
  round.decide(watermark);
  const { firings } = round.run();
  // only now: an absence in the tree may be a hit of another correlation long before this watermark
  state.watermark = Math.max(state.watermark, watermark);
  round.forget(state.watermark);
  return firings;
}

/** Event time at which `pass` has to be called next: an absence is due, or nothing is left. Null: the state is empty. */
export function dueOf(tree: Tree, state: RootState): number | null {
  let end = state.lastFired === null ? -Infinity : state.lastFired + tree.root.timespanMs;
  let due = Infinity;
  for (const window of windowsOf(state)) {
    const { correlation } = tree.nodes[window.node] as Tree['nodes'][number];
    if (correlation.type === 'absence') due = Math.min(due, absenceDue(window, correlation));
    end = Math.max(end, newestOf(window) + correlation.timespanMs);
  }
  if (due < Infinity) return due + 1;
  return end > -Infinity ? end + 1 : null;
}

const newestOf = (window: Window): number =>
  Math.max(window.old?.until ?? -Infinity, sizeOf(window) > 0 ? timeAt(window, sizeOf(window) - 1) : -Infinity);
