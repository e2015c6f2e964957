import { percentiles } from './times.ts';

const mean = (times: readonly number[]): number => times.reduce((sum, time) => sum + time, 0) / times.length;

/** What is told of the times of a round. */
const MEASURES = {
  p50: (times) => percentiles(times).p50Ms,
  p99: (times) => percentiles(times).p99Ms,
  mean,
  max: (times) => Math.max(...times),
} as const satisfies Readonly<Record<string, (times: readonly number[]) => number>>;

/** Of each measure the median over the rounds. */
export const medians = (rounds: readonly (readonly number[])[]): Record<string, number> =>
  Object.fromEntries(Object.entries(MEASURES).map(([what, of]) => [what, rounded(median(rounds.map(of)))]));

/** How many times as long: of each measure the median ratio of the rounds, the least and the greatest. */
export const compared = (
  rounds: readonly (readonly number[])[],
  others: readonly (readonly number[])[],
): Record<string, readonly number[]> =>
  Object.fromEntries(
    Object.entries(MEASURES).map(([what, of]) => {
      const each = rounds.map((times, i) => of(times) / of(others[i] ?? []));
      return [what, [median(each), Math.min(...each), Math.max(...each)].map(rounded)];
    }),
  );

const rounded = (value: number): number => Number(value.toFixed(3));

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}
