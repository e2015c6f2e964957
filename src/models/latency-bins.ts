/** Half octaves from 1/16 ms; the last bin takes everything from 90 s up. */
const FIRST_MS = 1 / 16;
export const LATENCY_BINS = 42;

/** The bin of a latency: 0 below 1/16 ms. */
export function latencyBin(ms: number): number {
  if (!(ms >= FIRST_MS)) return 0;
  return Math.min(LATENCY_BINS - 1, 1 + Math.floor(2 * Math.log2(ms / FIRST_MS)));
}

/** Upper edge of a bin in ms; infinite for the last. */
export const upperMs = (bin: number): number =>
  bin >= LATENCY_BINS - 1 ? Number.POSITIVE_INFINITY : FIRST_MS * 2 ** (bin / 2);

/** Upper edge of the bin in which the quantile lies; NaN without runs. */
export function latencyQuantile(counts: readonly number[], quantile: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [bin, count] of counts.entries()) {
    seen += count;
    if (total > 0 && seen >= quantile * total) return upperMs(bin);
  }
  return Number.NaN;
}

/** Runs that surely took longer: those in bins that begin at `limitMs` or above. */
export const slowerThan = (counts: readonly number[], limitMs: number): number =>
  counts.reduce((sum, count, bin) => sum + (bin > 0 && upperMs(bin - 1) >= limitMs ? count : 0), 0);
