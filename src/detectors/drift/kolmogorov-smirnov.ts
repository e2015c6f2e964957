import { kolmogorovTail } from './kolmogorov.ts';
import { type Counts, total } from './psi.ts';

export interface KolmogorovSmirnov {
  /** Greatest distance between the two distribution functions, 0..1. */
  readonly distance: number;
  /** Chance of a distance as great or greater when both come from one distribution. */
  readonly p: number;
}

/** Two-sample Kolmogorov-Smirnov test of samples, two-sided; p as scipy's ks_2samp with method "asymp". NaN of an empty sample. */
export function ksOfSamples(a: readonly number[], b: readonly number[]): KolmogorovSmirnov {
  const [left, right] = [a.toSorted((x, y) => x - y), b.toSorted((x, y) => x - y)];
  let [i, j, distance] = [0, 0, 0];
  while (i < left.length && j < right.length) {
    const value = Math.min(left[i] as number, right[j] as number);
    while (i < left.length && (left[i] as number) <= value) i++;
    while (j < right.length && (right[j] as number) <= value) j++;
    distance = Math.max(distance, Math.abs(i / left.length - j / right.length));
  }
  return { distance, p: tail(distance, left.length, right.length) };
}

/**
 * The same of two histograms over the same bins. Within a bin nothing is known: the distance is at most that of the
 * rows themselves, so that p is at least theirs.
 */
export function ksOfCounts(reference: Counts, live: Counts): KolmogorovSmirnov {
  const [all, now] = [total(reference), total(live)];
  let [below, belowNow, distance] = [0, 0, 0];
  for (const [bin, rows] of reference.entries()) {
    below += rows;
    belowNow += live[bin] as number;
    distance = Math.max(distance, Math.abs(below / all - belowNow / now));
  }
  return { distance, p: tail(distance, all, now) };
}

const tail = (distance: number, a: number, b: number): number =>
  a > 0 && b > 0 ? kolmogorovTail(distance, Math.round((a * b) / (a + b))) : Number.NaN;
