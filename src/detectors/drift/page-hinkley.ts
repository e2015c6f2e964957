/** What it takes for a change; the defaults of river.drift.PageHinkley. */
export interface PageHinkleyOptions {
  /** No change is told of fewer values. */
  readonly leastValues: number;
  /** A move of the mean by less is no change. */
  readonly delta: number;
  /** Sum of moves past `delta` that is a change. */
  readonly threshold: number;
  /** How much of the sum of moves is kept with each value. */
  readonly alpha: number;
}

export const PAGE_HINKLEY: PageHinkleyOptions = { leastValues: 30, delta: 0.005, threshold: 50, alpha: 1 - 0.0001 };

/** All it remembers; plain numbers, so that it can be saved. */
export interface PageHinkley {
  count: number;
  mean: number;
  rise: number;
  fall: number;
  lowestRise: number;
  highestFall: number;
  /** The last value told a change: the next one starts anew. */
  detected: boolean;
}

/** One that has seen nothing. */
export const pageHinkley = (): PageHinkley => ({
  ...{ count: 0, mean: 0, rise: 0, fall: 0, detected: false },
  lowestRise: Number.MAX_VALUE,
  // As river has it: a fall counts from -1, not from 0
  highestFall: -1,
});

/** Takes a value and says whether the mean has changed, up or down (Page 1954; Hinkley 1971). */
export function pageHinkleyChanged(state: PageHinkley, value: number, options = PAGE_HINKLEY): boolean {
  if (state.detected) Object.assign(state, pageHinkley());
  state.count++;
  state.mean += (value - state.mean) / state.count;
  const move = value - state.mean;
  state.rise = options.alpha * state.rise + move - options.delta;
  state.fall = options.alpha * state.fall + move + options.delta;
  state.lowestRise = Math.min(state.lowestRise, state.rise);
  state.highestFall = Math.max(state.highestFall, state.fall);
  const farthest = Math.max(state.rise - state.lowestRise, state.highestFall - state.fall);
  state.detected = state.count >= options.leastValues && farthest > options.threshold;
  return state.detected;
}
