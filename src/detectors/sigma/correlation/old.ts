import type { Correlation } from './correlation.ts';
import { addText, emptyRegisters, unite } from './distinct.ts';
import { addBin, type Bins, binOf, emptyBins, weigh } from './histogram.ts';
import { type Bucket, type Entry, figureAt, type Old, removeAt, timeAt, type Window } from './window.ts';

/** Spans of time that a window is cut into where it holds too many hits: a window is exact to one of them. */
export const BUCKETS = 32;

export const widthOf = ({ timespanMs }: Correlation): number => Math.max(1, timespanMs / BUCKETS);

/** Gives the oldest hits up for counts, sums and sketches of theirs. */
export function fold(window: Window, correlation: Correlation, count: number): void {
  const old: Old = window.old ?? { until: -Infinity, buckets: [] };
  window.old = old;
  for (let at = 0; at < count; at++)
    addOld(old, correlation, timeAt(window, at), figureAt(window, at), window.texts?.[at] ?? '');
  old.until = timeAt(window, count - 1);
  removeAt(window, 0, count);
}

/** Counts a hit that came too late to be kept by itself. */
export const foldLate = (old: Old, correlation: Correlation, { time, figure, text }: Entry): void =>
  addOld(old, correlation, time, figure, text);

function addOld({ buckets }: Old, correlation: Correlation, time: number, figure: number, text: string): void {
  const slot = Math.floor(time / widthOf(correlation));
  let at = buckets.length;
  while (at > 0 && (buckets[at - 1] as Bucket).slot > slot) at--;
  let bucket = buckets[at - 1];
  if (bucket?.slot !== slot) {
    bucket = { slot, count: 0, sum: 0, sketch: correlation.type === 'value_count' ? emptyRegisters() : [] };
    buckets.splice(at, 0, bucket);
  }
  bucket.count += 1;
  bucket.sum += figure;
  if (correlation.type === 'value_count') addText(bucket.sketch, text);
  if (correlation.type === 'value_percentile') addBin(bucket.sketch, binOf(figure));
}

export function dropOld(window: Window, correlation: Correlation, before: number): void {
  const { old } = window;
  if (!old) return;
  const width = widthOf(correlation);
  while (old.buckets[0] && (old.buckets[0].slot + 1) * width <= before) old.buckets.shift();
  if (old.until < before) window.old = null;
}

/** Buckets that reach into a window of time with the share of each that does, as if its hits were evenly spread. */
function* reaching({ buckets }: Old, correlation: Correlation, from: number, to: number): Generator<[Bucket, number]> {
  const width = widthOf(correlation);
  for (const bucket of buckets) {
    const start = Math.max(from, bucket.slot * width);
    const end = Math.min(to + 1, (bucket.slot + 1) * width);
    if (end > start) yield [bucket, Math.min(1, (end - start) / width)];
  }
}

/** Count and sum of what is old in a window. */
export function oldTotal(old: Old, correlation: Correlation, from: number, to: number): readonly [number, number] {
  let count = 0;
  let sum = 0;
  for (const [bucket, share] of reaching(old, correlation, from, to)) {
    count += bucket.count * share;
    sum += bucket.sum * share;
  }
  return [Math.round(count), sum];
}

export function oldTexts(old: Old, correlation: Correlation, from: number, to: number): number[] {
  const all = emptyRegisters();
  for (const [bucket] of reaching(old, correlation, from, to)) unite(all, bucket.sketch);
  return all;
}

export function oldBins(old: Old, correlation: Correlation, from: number, to: number): Bins {
  const bins = emptyBins();
  for (const [bucket, share] of reaching(old, correlation, from, to)) weigh(bins, bucket.sketch, share);
  return bins;
}
