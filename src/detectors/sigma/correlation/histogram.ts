/**
 * Percentiles of many numbers in bounded room: a histogram whose bins grow by a constant factor, as in DDSketch (Masson,
 * Rim, Lee, 2019). A figure is off by 1 % of its value at most.
 */

const { abs, ceil, log, min } = Math;
const ERROR = 0.01;
const FACTOR = (1 + ERROR) / (1 - ERROR);
const LOG_FACTOR = Math.log(FACTOR);
/** Numbers nearer to zero count as zero. */
const SMALLEST = 1e-9;
const LARGEST = 1e15;
/** Keeps the keys of small numbers above zero. */
const SHIFT = Math.ceil(-Math.log(SMALLEST) / LOG_FACTOR) + 2;

/** The bin of a number: 0 for zero, negative for negative numbers. */
export function binOf(number: number): number {
  const size = abs(number);
  if (size < SMALLEST) return 0;
  const bin = ceil(log(min(size, LARGEST)) / LOG_FACTOR) + SHIFT;
  return number < 0 ? -bin : bin;
}

function middleOf(bin: number): number {
  if (bin === 0) return 0;
  const size = (2 * FACTOR ** (Math.abs(bin) - SHIFT)) / (FACTOR + 1);
  return bin < 0 ? -size : size;
}

/** Counts by bin, put in order, as pairs in one list. */
export function addBin(pairs: number[], bin: number): void {
  let from = 0;
  let to = pairs.length >> 1;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((pairs[middle * 2] as number) < bin) from = middle + 1;
    else to = middle;
  }
  if (pairs[from * 2] === bin) pairs[from * 2 + 1] = (pairs[from * 2 + 1] as number) + 1;
  else pairs.splice(from * 2, 0, bin, 1);
}

const MOST = Math.ceil(Math.log(LARGEST) / LOG_FACTOR) + SHIFT;
/** Weights of all bins there are, in order of their numbers. */
export type Bins = Float64Array;

export const emptyBins = (): Bins => new Float64Array(2 * MOST + 1);

export function weighBin(bins: Bins, bin: number, weight: number): void {
  bins[bin + MOST] = (bins[bin + MOST] as number) + weight;
}

export function weigh(bins: Bins, pairs: readonly number[], share: number): void {
  for (let at = 0; at < pairs.length; at += 2) weighBin(bins, pairs[at] as number, (pairs[at + 1] as number) * share);
}

/** The percentile, between the two numbers that lie around it as the exact one is. */
export function percentileOf(bins: Bins, percentile: number): number {
  let total = 0;
  for (const weight of bins) total += weight;
  const rank = Math.max(0, total - 1) * (percentile / 100);
  const below = Math.floor(rank);
  return between(middleOf(binAt(bins, below)), middleOf(binAt(bins, Math.ceil(rank))), rank - below);
}

function binAt(bins: Bins, rank: number): number {
  let passed = 0;
  let last = 0;
  for (let at = 0; at < bins.length; at++) {
    const weight = bins[at] as number;
    if (weight === 0) continue;
    passed += weight;
    last = at - MOST;
    if (passed > rank) break;
  }
  return last;
}

/** The point at a share of the way from one number to another. */
export const between = (from: number, to: number, share: number): number =>
  from === to ? from : from * (1 - share) + to * share;
