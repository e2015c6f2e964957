/** Sums of ln(ms) over the runs of a model. */
export interface LatencySums {
  readonly runs: number;
  readonly logMsSum: number;
  readonly logMsSquares: number;
}

export interface LatencyDifference {
  /** Median latency of the other divided by that of the one, as far as latencies are log-normal; NaN with too few runs. */
  readonly ratio: number;
  /** Bounds that hold at every look with the chance 1 - alpha. */
  readonly low: number;
  readonly high: number;
  readonly pValue: number;
}

/** A fifth more or less is where the test looks hardest. */
const LIKELY_EFFECT = Math.log(1.2);
/** Below this the variance is not known well enough. */
const FEWEST_RUNS = 50;

/**
 * Compares the mean of ln(ms) of two versions at any time: the normal mixture of Robbins 1970 in the form of Johari et
 * al. 2022, with the variance estimated from all runs so far. Assumes runs that are independent, and so many of them that
 * their mean is normal and its variance known: valid asymptotically, not exactly.
 */
export function compareLatency(one: LatencySums, other: LatencySums, alpha = 0.05): LatencyDifference {
  if (Math.min(one.runs, other.runs) < FEWEST_RUNS)
    return { ratio: Number.NaN, low: 0, high: Number.POSITIVE_INFINITY, pValue: 1 };
  const difference = other.logMsSum / other.runs - one.logMsSum / one.runs;
  // clocks that count whole milliseconds may see no spread at all
  const variance = Math.max(varianceOf(one) / one.runs + varianceOf(other) / other.runs, 1e-12);
  const effect = LIKELY_EFFECT ** 2;
  const widening = Math.log((variance + effect) / variance);
  const radius = Math.sqrt((variance * (variance + effect) * (2 * Math.log(1 / alpha) + widening)) / effect);
  const logEvidence = (difference ** 2 * effect) / (2 * variance * (variance + effect)) - widening / 2;
  return {
    ratio: Math.exp(difference),
    low: Math.exp(difference - radius),
    high: Math.exp(difference + radius),
    pValue: Math.min(1, Math.exp(-logEvidence)),
  };
}

const varianceOf = ({ runs, logMsSum, logMsSquares }: LatencySums): number =>
  Math.max(0, (logMsSquares - logMsSum ** 2 / runs) / (runs - 1));
