import type { EntityGroup, ModelMeasurement } from '../domain/contracts.gen.ts';
import { addGroups } from './entity-groups.ts';
import type { Window } from './guard.ts';
import type { LatencySums } from './latency-test.ts';
import { SCORE_BINS } from './tally.ts';

/** What a version did over some time, all processes together. */
export interface Totals extends Window, LatencySums {
  /** Rows by the twentieth of their probability. */
  readonly scores: readonly number[];
  readonly groups: readonly EntityGroup[];
}

export const NOTHING: Totals = {
  ...{ rows: 0, forwarded: 0, degraded: 0, notNumbers: 0, runs: 0, logMsSum: 0, logMsSquares: 0 },
  ...{ latency: [], groups: [], scores: Array.from({ length: SCORE_BINS }, () => 0) },
};

type Summed = Pick<ModelMeasurement, keyof Totals>;

/** The sums of both. */
export const plus = (one: Totals, other: Summed): Totals => ({
  rows: one.rows + other.rows,
  forwarded: one.forwarded + other.forwarded,
  degraded: one.degraded + other.degraded,
  notNumbers: one.notNumbers + other.notNumbers,
  runs: one.runs + other.runs,
  logMsSum: one.logMsSum + other.logMsSum,
  logMsSquares: one.logMsSquares + other.logMsSquares,
  latency: addCounts(one.latency, other.latency),
  scores: addCounts(one.scores, other.scores),
  groups: addGroups(one.groups, other.groups),
});

/** Counts bin by bin; the shorter ends in zeros. */
export const addCounts = (one: readonly number[], other: readonly number[]): readonly number[] =>
  Array.from({ length: Math.max(one.length, other.length) }, (_, bin) => (one[bin] ?? 0) + (other[bin] ?? 0));
