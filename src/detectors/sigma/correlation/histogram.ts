/**
 * Percentiles of many numbers in bounded room: a histogram whose bins grow by a constant factor, as in DDSketch (Masson,
 * Rim, Lee, 2019). A figure is off by 1 % of its value at most.
 */

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
  const size = Math.abs(number);
  if (size < SMALLEST) return 0;
  const bin = Math.ceil(Math.log(Math.min(size, LARGEST)) / LOG_FACTOR) + SHIFT;
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

/** Bins with their weights. */
export type Bins = Map<number, number>;

export function weigh(bins: Bins, pairs: readonly number[], weight: number): void {
  for (let at = 0; at < pairs.length; at += 2) {
    const bin = pairs[at] as number;
    bins.set(bin, (bins.get(bin) ?? 0) + (pairs[at + 1] as number) * weight);
  }
}

/** The percentile, between the two numbers that lie around it as the exact one is. */
export function percentileOf(bins: Bins, percentile: number): number {
  const inOrder = [...bins].sort(([a], [b]) => a - b);
  const total = inOrder.reduce((sum, [, weight]) => sum + weight, 0);
  const rank = Math.max(0, total - 1) * (percentile / 100);
  const [below, above] = [Math.floor(rank), Math.ceil(rank)].map((wanted) => middleOf(binAt(inOrder, wanted)));
  return between(below as number, above as number, rank - Math.floor(rank));
}

function binAt(inOrder: readonly (readonly [number, number])[], rank: number): number {
  let passed = 0;
  for (const [bin, weight] of inOrder) {
    passed += weight;
    if (passed > rank) return bin;
  }
  return inOrder.at(-1)?.[0] ?? 0;
}

/** The point at a share of the way from one number to another. */
export const between = (from: number, to: number, share: number): number =>
  from === to ? from : from * (1 - share) + to * share;
