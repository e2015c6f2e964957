import type { EntityGroup, ModelArm, ModelMeasurement } from '../domain/contracts.gen.ts';
import { addGroups } from './entity-groups.ts';
import { LATENCY_BINS, latencyBin } from './latency-bins.ts';
import type { ModelManifest } from './manifest.ts';

/** What one version did with some rows. */
export interface Doing {
  /** Null: not at hand. */
  readonly manifest: ModelManifest | null;
  /** Rows that it was to score. */
  readonly rows: number;
  /** Of them, those that were forwarded in the end; of a shadow, those that it alone would forward. */
  readonly forwarded: number;
  /** The same rows by groups of entities. */
  readonly groups: readonly EntityGroup[];
  /** Rows without a score. */
  readonly degraded: number;
  /** Of them, those that it answered NaN or infinity for. */
  readonly notNumbers: number;
  /** Of the one call; null where there was none. */
  readonly latencyMs: number | null;
  /** Calibrated, of the scored rows. */
  readonly probabilities: readonly number[];
  /** Of its rows that have one. */
  readonly vectors: readonly Float32Array[];
}

/** Of whom a tally is. */
export interface TallyKey {
  readonly tenant: string;
  readonly model: string;
  /** The promoted one also where it is not at hand; empty where nothing is. */
  readonly version: string;
  readonly arm: ModelArm;
}

/** Everything of a measurement but where it was taken. */
export type Tallied = Omit<ModelMeasurement, 'process' | 'sequence' | 'from' | 'to'>;

export interface Tally {
  add(doing: Doing): void;
  tallied(): Tallied;
}

/** Bins of a twentieth each, the same for every version: two of them can be compared. */
export const SCORE_BINS = 20;
/** Features of a row cost more to count than the row to score. */
const SAMPLED_EVERY = 8;

/** Adds up what one version does. */
export function openTally(key: TallyKey): Tally {
  const sums = { rows: 0, forwarded: 0, degraded: 0, notNumbers: 0, runs: 0, logMsSum: 0, logMsSquares: 0 };
  const latency = zeros(LATENCY_BINS);
  const scores = zeros(SCORE_BINS);
  let manifest: ModelManifest | null = null;
  let groups: readonly EntityGroup[] = [];
  let scoreBins: number[] = [];
  let features: FeatureTally = featureTally(null);

  function reads(next: ModelManifest): void {
    if (manifest !== null) return;
    manifest = next;
    scoreBins = zeros(next.scoreBins.edges.length + 1);
    features = featureTally(next);
  }

  function addLatency(ms: number): void {
    // the clock counts whole milliseconds
    const logMs = Math.log(Math.max(ms, 0.5));
    sums.runs += 1;
    sums.logMsSum += logMs;
    sums.logMsSquares += logMs ** 2;
    count(latency, latencyBin(ms));
  }

  function addScore(probability: number): void {
    count(scores, Math.min(SCORE_BINS - 1, Math.floor(probability * SCORE_BINS)));
    if (manifest !== null) count(scoreBins, binOf(manifest.scoreBins.edges, probability));
  }

  return {
    add(doing) {
      if (doing.manifest !== null) reads(doing.manifest);
      for (const name of ['rows', 'forwarded', 'degraded', 'notNumbers'] as const) sums[name] += doing[name];
      groups = addGroups(groups, doing.groups);
      if (doing.latencyMs !== null) addLatency(doing.latencyMs);
      for (const probability of doing.probabilities) addScore(probability);
      features.add(doing.vectors);
    },
    tallied: () => ({ ...key, ...sums, groups, latency: trimmed(latency), scores, scoreBins, ...features.tallied() }),
  };
}

interface FeatureTally {
  add(vectors: readonly Float32Array[]): void;
  tallied(): Pick<Tallied, 'sampled' | 'features'>;
}

function featureTally(manifest: ModelManifest | null): FeatureTally {
  const described = manifest !== null && 'features' in manifest ? manifest.features : [];
  const counted = described.map(({ name, bins: { edges } }, place) => ({
    ...{ name, place, edges },
    counts: zeros(edges.length + 1),
  }));
  let [seen, sampled] = [0, 0];
  return {
    add(vectors) {
      for (const vector of vectors) {
        seen += 1;
        if (seen % SAMPLED_EVERY !== 1 || counted.length === 0) continue;
        sampled += 1;
        for (const { place, edges, counts } of counted) count(counts, binOf(edges, vector[place] ?? 0));
      }
    },
    tallied: () => ({ sampled, features: counted.map(({ name, counts }) => ({ name, counts })) }),
  };
}

/** As the trainer counts: a value that is an edge lies below it. */
export function binOf(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const zeros = (length: number): number[] => Array.from({ length }, () => 0);

function count(counts: number[], bin: number): void {
  counts[bin] = (counts[bin] ?? 0) + 1;
}

const trimmed = (counts: readonly number[]): readonly number[] =>
  counts.slice(0, counts.findLastIndex((one) => one > 0) + 1);
