import { type DriftLine, driftReport } from '../detectors/drift/drift-report.ts';
import { total } from '../detectors/drift/psi.ts';
import type { ModelMeasurement } from '../domain/contracts.gen.ts';
import type { ModelManifest } from './manifest.ts';
import type { ModelRef } from './source.ts';
import { addCounts } from './totals.ts';

/** What was measured of a version since it was last looked at: rows by the bins of its manifest. */
export interface Live extends ModelRef {
  readonly scoreBins: readonly number[];
  readonly features: ReadonlyMap<string, readonly number[]>;
}

export interface DriftWatch {
  measured(measurement: ModelMeasurement): void;
  /** What was measured of each version in force since it was last taken; of those that have enough rows to be compared. */
  take(): readonly Live[];
}

/** One row in eight has its features counted, and eleven bins need 550 of those. */
const ENOUGH_ROWS = 5_000;

/** Gathers what the versions in force see, to be compared with what they were trained on. */
export function openDriftWatch(): DriftWatch {
  const live = new Map<string, Live>();
  return {
    measured({ model, version, arm, scoreBins, features }) {
      if (arm !== 'active' || version === '') return;
      const id = `${model} ${version}`;
      const before = live.get(id);
      const counts = new Map(before?.features);
      for (const { name, counts: more } of features) counts.set(name, addCounts(counts.get(name) ?? [], more));
      const added = addCounts(before?.scoreBins ?? [], scoreBins);
      live.set(id, { name: model, version, scoreBins: added, features: counts });
    },
    take() {
      const taken = [...live.values()].filter(({ scoreBins }) => total(scoreBins) >= ENOUGH_ROWS);
      for (const { name, version } of taken) live.delete(`${name} ${version}`);
      return taken;
    },
  };
}

export interface Drift {
  readonly score: DriftLine;
  /** Of the features that the model looks at. */
  readonly features: readonly DriftLine[];
  /** So much lies elsewhere that the model should be trained anew. */
  readonly isMajor: boolean;
}

/** Features of a model that may drift by themselves: one in ten. */
const DRIFTED_SHARE = 0.1;

/** Compares what a version sees with what it was trained on. */
export function driftOf(manifest: ModelManifest, { scoreBins, features }: Live): Drift {
  const { rows } = manifest.training;
  const described = 'features' in manifest ? manifest.features.filter(({ used }) => used) : [];
  // bins of another manifest under the same version: a measurement of a file that was replaced
  const fits = (counts: readonly number[] | undefined, shares: readonly number[]) => counts?.length === shares.length;
  const known = described.filter(({ name, bins }) => fits(features.get(name), bins.shares));
  const reference = known.map(({ name, bins: { shares } }) => ({ name, shares, rows }));
  const scores = fits(scoreBins, manifest.scoreBins.shares) ? new Map([['score', scoreBins]]) : new Map();
  const [score] = driftReport([{ name: 'score', shares: manifest.scoreBins.shares, rows }], scores) as [DriftLine];
  const lines = driftReport(reference, features);
  const drifted = lines.filter(({ verdict }) => verdict === 'major').length;
  return {
    ...{ score, features: lines },
    isMajor: score.verdict === 'major' || (drifted > 0 && drifted >= DRIFTED_SHARE * lines.length),
  };
}
