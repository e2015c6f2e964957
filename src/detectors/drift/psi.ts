// Half a row more in every bin (Jeffreys): an empty bin is rare, not impossible, and cannot make the index infinite
const SMOOTHING = 0.5;

/** How one feature or score lies over bins: the rows in each. */
export type Counts = readonly number[];

/**
 * Population stability index of two histograms over the same bins: the sum of (live - reference) * ln(live / reference)
 * over their shares, each smoothed to (rows + 1/2) / (all rows + bins / 2). 0 where both are empty. Symmetric.
 */
export function psi(reference: Counts, live: Counts): number {
  const [expected, actual] = [smoothed(reference), smoothed(live)];
  return expected.reduce((sum, share, bin) => {
    const now = actual[bin] as number;
    return sum + (now - share) * Math.log(now / share);
  }, 0);
}

function smoothed(counts: Counts): readonly number[] {
  const all = total(counts) + SMOOTHING * counts.length;
  return counts.map((rows) => (rows + SMOOTHING) / all);
}

export const total = (counts: Counts): number => counts.reduce((sum, rows) => sum + rows, 0);
