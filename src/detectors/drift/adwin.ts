/** What it takes for a change; the defaults of river.drift.ADWIN. */
export interface AdwinOptions {
  /** Chance of a false alarm at each look. */
  readonly delta: number;
  /** It looks at every so manieth value. */
  readonly clock: number;
  /** Most buckets of one size. */
  readonly buckets: number;
  /** Neither side of a cut is shorter. */
  readonly leastSide: number;
  /** No look at a window that is not longer. */
  readonly grace: number;
}

export const ADWIN: AdwinOptions = { delta: 0.002, clock: 32, buckets: 5, leastSide: 5, grace: 10 };

/** Some values beside each other: their sum, and the sum of their squared distances from their mean. */
interface Bucket {
  readonly sum: number;
  readonly spread: number;
}

/** The window: memory grows with the logarithm of its width. Plain numbers, so that it can be saved. */
export interface Adwin {
  width: number;
  sum: number;
  spread: number;
  /** Buckets of 1, 2, 4 ... values; in each row the oldest first. */
  rows: Bucket[][];
  /** The last value told a change: the next one starts a new window. */
  detected: boolean;
}

/** One that has seen nothing. */
export const adwin = (): Adwin => ({ width: 0, sum: 0, spread: 0, rows: [[]], detected: false });

/**
 * Takes a value and says whether the mean has changed (Bifet and Gavaldà 2007, "Learning from time-changing data with
 * adaptive windowing", ADWIN2): somewhere the older and the newer part of the window differ by more than chance.
 */
export function adwinChanged(state: Adwin, value: number, options = ADWIN): boolean {
  if (state.detected) Object.assign(state, adwin());
  append(state, value, options.buckets);
  const isTime = state.width % options.clock === 0 && state.width > options.grace;
  state.detected = isTime && hasCut(state, options);
  return state.detected;
}

function append(state: Adwin, value: number, most: number): void {
  state.width++;
  if (state.width > 1) {
    const distance = value - state.sum / (state.width - 1);
    state.spread += ((state.width - 1) * distance * distance) / state.width;
  }
  state.sum += value;
  state.rows[0]?.push({ sum: value, spread: 0 });
  for (let row = 0; (state.rows[row]?.length ?? 0) > most; row++) merge(state.rows, row);
}

/** The two oldest buckets of a row become one of the next. */
function merge(rows: Bucket[][], row: number): void {
  const [first, second] = (rows[row]?.splice(0, 2) ?? []) as [Bucket, Bucket];
  const size = 2 ** row;
  const apart = (first.sum - second.sum) / size;
  const bucket = { sum: first.sum + second.sum, spread: first.spread + second.spread + (size * apart * apart) / 2 };
  const next = rows[row + 1];
  if (next === undefined) rows.push([bucket]);
  else next.push(bucket);
}

function hasCut(state: Adwin, options: AdwinOptions): boolean {
  let [older, sum] = [0, 0];
  for (let row = state.rows.length - 1; row >= 0; row--) {
    for (const bucket of state.rows[row] ?? []) {
      older += 2 ** row;
      sum += bucket.sum;
      if (isCut(state, older, sum, options)) return true;
    }
  }
  return false;
}

function isCut({ width, sum, spread }: Adwin, older: number, olderSum: number, options: AdwinOptions): boolean {
  const { delta, leastSide } = options;
  const newer = width - older;
  if (older < leastSide || newer < leastSide) return false;
  const doubt = Math.log((2 * Math.log(width)) / delta);
  const inverse = 1 / (older - leastSide + 1) + 1 / (newer - leastSide + 1);
  const bound = Math.sqrt(2 * inverse * (spread / width) * doubt) + (2 / 3) * doubt * inverse;
  return Math.abs(olderSum / older - (sum - olderSum) / newer) > bound;
}
