import type { EntityGroup } from '../domain/contracts.gen.ts';
import { addGroups, dispersion } from './entity-groups.ts';

/**
 * Tests that may be looked at after every window and stopped at any time. Each keeps a mixture of likelihood ratios
 * against its null hypothesis, which under that hypothesis is a supermartingale with mean at most 1: the chance that it
 * ever exceeds 1 / alpha is at most alpha (Ville). Mixtures: Robbins 1970, Statistical methods related to the law of the
 * iterated logarithm; for experiments: Johari, Koomen, Pekelis, Walsh, Always valid inference, Operations Research 2022.
 */

/** Of so many rows or runs, so many had the event that is counted. */
export interface Count {
  readonly total: number;
  readonly events: number;
}

/** A count, and the same rows by groups of entities where that is known. */
export interface GroupedCount extends Count {
  readonly groups?: readonly EntityGroup[];
}

export interface Evidence {
  /** Always valid: the chance that it ever falls to alpha while the null hypothesis holds is at most alpha. */
  readonly pValue: number;
}

const { exp, log } = Math;

const GRID = 25;
/** No ratio beyond this is thought of. */
const LARGEST_RATIO = 16;
/** Of the mixture, on the scale of ln(ratio). */
const SPREAD = Math.LN2;

interface Alternative {
  readonly ratio: number;
  readonly logRatio: number;
  readonly logWeight: number;
}

/** Ratios that the mixture holds, spread as a normal of their logarithm; of one side those above 1 alone. */
function mixture(side: 'both' | 'above'): readonly Alternative[] {
  const limit = log(LARGEST_RATIO);
  const logs = Array.from({ length: GRID }, (_, i) => -limit + (2 * limit * i) / (GRID - 1));
  const kept = logs.filter((logRatio) => (side === 'above' ? logRatio > 1e-9 : Math.abs(logRatio) > 1e-9));
  const weightOf = (logRatio: number) => -0.5 * (logRatio / SPREAD) ** 2;
  const total = kept.reduce((sum, logRatio) => sum + exp(weightOf(logRatio)), 0);
  return kept.map((logRatio) => ({ logRatio, ratio: exp(logRatio), logWeight: weightOf(logRatio) - log(total) }));
}

const EITHER_SIDE = mixture('both');
const ABOVE = mixture('above');

export interface RatioTest {
  /** Adds a window of the two arms. */
  add(one: GroupedCount, other: GroupedCount): void;
  result(): Evidence & {
    /** Rate of the other arm divided by that of the one; NaN while one of them has no event. */
    readonly ratio: number;
  };
}

/**
 * Tests whether the other arm's rate is `nullRatio` times that of the one (`above`: at most so many times). Given how
 * many events a window has in all, each falls to the other arm with a chance that follows from the rows of both: that is
 * exact for Poisson counts, whatever the base rate does (Lindon, Malek, Anytime-valid inference for multinomial count
 * data, 2022), and for rows with yes or no it errs on the safe side, as drawing without replacement varies less
 * (Hoeffding 1963). That holds for independent rows. Rows of one entity are alike, and entities are what is assigned:
 * where groups of entities lie further apart than independent rows would, the evidence is divided by how much, as a
 * quasi-likelihood is (McCullagh, Nelder, Generalized linear models, 1989, chapter 9). That is an approximation.
 */
export function ratioTest(nullRatio = 1, side: 'both' | 'above' = 'both'): RatioTest {
  const alternatives = side === 'both' ? EITHER_SIDE : ABOVE;
  const test = mixtureTest(alternatives);
  const sums = { one: { total: 0, events: 0 }, other: { total: 0, events: 0 } };
  let groups: { one: readonly EntityGroup[]; other: readonly EntityGroup[] } = { one: [], other: [] };
  return {
    add(one, other) {
      sum(sums.one, one);
      sum(sums.other, other);
      groups = { one: addGroups(groups.one, one.groups ?? []), other: addGroups(groups.other, other.groups ?? []) };
      if (one.total <= 0 || other.total <= 0 || one.events + other.events === 0) return;
      const odds = (nullRatio * other.total) / one.total;
      const events = one.events + other.events;
      test.add(
        ({ ratio, logRatio }) => other.events * logRatio + events * log((1 + odds) / (1 + ratio * odds)),
        dispersion([groups.one, groups.other]),
      );
    },
    result: () => ({
      pValue: test.pValue(),
      ratio: sums.other.events / sums.other.total / (sums.one.events / sums.one.total),
    }),
  };
}

export interface ShareTest {
  add(count: Count): void;
  result(): Evidence & { readonly share: number };
}

/** Tests whether a share is at most `bound`, for rows with yes or no that are taken as independent. */
export function shareTest(bound: number): ShareTest {
  const alternatives = ABOVE.filter(({ ratio }) => ratio * bound < 1);
  const test = mixtureTest(alternatives);
  const sums = { total: 0, events: 0 };
  return {
    add(count) {
      sum(sums, count);
      const { total, events } = count;
      test.add(({ ratio, logRatio }) => events * logRatio + (total - events) * log((1 - ratio * bound) / (1 - bound)));
    },
    result: () => ({ pValue: test.pValue(), share: sums.total === 0 ? 0 : sums.events / sums.total }),
  };
}

/** Log likelihood ratios of each alternative, and the least p-value so far. */
function mixtureTest(alternatives: readonly Alternative[]) {
  const logs = alternatives.map(() => 0);
  let most = 0;
  return {
    add(logRatio: (alternative: Alternative) => number, divisor = 1): void {
      for (const [i, alternative] of alternatives.entries()) logs[i] = (logs[i] ?? 0) + logRatio(alternative);
      most = Math.max(most, logSum(alternatives.map(({ logWeight }, i) => logWeight + (logs[i] ?? 0) / divisor)));
    },
    pValue: () => exp(-most),
  };
}

function logSum(logs: readonly number[]): number {
  const most = Math.max(...logs, Number.NEGATIVE_INFINITY);
  return Number.isFinite(most) ? most + log(logs.reduce((total, one) => total + exp(one - most), 0)) : most;
}

function sum(into: { total: number; events: number }, { total, events }: Count): void {
  into.total += total;
  into.events += events;
}
