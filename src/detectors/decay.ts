/** Counts that fade: each event weighs half as much after every half-life. */

const MINUTE_MS = 60_000;

/** 1 min, 5 min, 60 min, 24 h. */
export const HALF_LIVES_MS = [MINUTE_MS, 5 * MINUTE_MS, 60 * MINUTE_MS, 1440 * MINUTE_MS] as const;
export const RATES = HALF_LIVES_MS.length;
const LAMBDAS = HALF_LIVES_MS.map((ms) => Math.LN2 / ms);

/** What is left of a weight after so long; 1 for no time and for time that runs backwards. `rate`: place among the half-lives. */
export function left(rate: number, elapsedMs: number): number {
  return elapsedMs > 0 ? Math.exp(-(LAMBDAS[rate] as number) * elapsedMs) : 1;
}

/**
 * Adds one event to the four counts from `at` on, which stand as of `last`; they then stand as of the later of both
 * times. An event that came late weighs what is left of it, so that the order of events makes no difference.
 */
export function addEvent(counts: Float32Array, at: number, last: number, time: number): void {
  const elapsed = time - last;
  if (elapsed === 0) {
    for (let rate = 0; rate < RATES; rate++) counts[at + rate] = (counts[at + rate] as number) + 1;
    return;
  }
  for (let rate = 0; rate < RATES; rate++) {
    const count = counts[at + rate] as number;
    counts[at + rate] = elapsed > 0 ? count * left(rate, elapsed) + 1 : count + left(rate, -elapsed);
  }
}
