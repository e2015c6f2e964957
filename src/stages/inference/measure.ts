import type { EnsembleManifest } from '../../models/manifest.ts';
import type { Assignment } from './assignment.ts';
import type { InferenceConfig } from './config.ts';
import type { Judgement } from './judge.ts';
import type { Panel } from './panel.ts';
import type { Measured } from './ports.ts';
import type { Row } from './row.ts';
import type { Scoring } from './score-rows.ts';

/** Rows of a batch and what was made of them, place by place. */
export interface Batch {
  readonly rows: readonly Row[];
  readonly judgements: readonly Judgement[];
}

/** What each version did with its rows of a batch. */
export function measurements(panel: Panel, batch: Batch, { modelBar }: InferenceConfig): readonly Measured[] {
  return [
    ...panel.scorings.map((scoring) => graphMeasured(scoring, batch, modelBar)),
    ...panel.ensembles.filter(({ arm }) => arm !== 'shadow').map((one) => ensembleMeasured(one, batch)),
  ];
}

function graphMeasured(scoring: Scoring, { rows, judgements }: Batch, bar: number): Measured {
  const { model, places, scores, notNumbers, tookMs } = scoring;
  const probabilities = scores.flatMap((score) => (score === null ? [] : [score.probability]));
  return {
    ...common(scoring),
    forwarded:
      scoring.arm === 'shadow'
        ? probabilities.filter((probability) => probability >= bar).length
        : places.filter((place) => judgements[place]?.forwarded).length,
    degraded: places.length - probabilities.length,
    notNumbers,
    latencyMs: tookMs,
    probabilities,
    vectors: model !== null && 'features' in model ? places.flatMap((place) => rows[place]?.vector ?? []) : [],
  };
}

function ensembleMeasured(assignment: Assignment<EnsembleManifest>, { judgements }: Batch): Measured {
  const judged = assignment.places.flatMap((place) => judgements[place] ?? []);
  return {
    ...common(assignment),
    forwarded: judged.filter(({ forwarded }) => forwarded).length,
    degraded: assignment.model === null ? judged.length : 0,
    notNumbers: 0,
    latencyMs: null,
    probabilities: assignment.model === null ? [] : judged.map(({ confidence }) => confidence),
    vectors: [],
  };
}

const common = ({ tenant, name, version, arm, model, places }: Assignment<EnsembleManifest> | Scoring) => ({
  ...{ tenant, model: name, version, arm, manifest: model },
  rows: places.length,
});
