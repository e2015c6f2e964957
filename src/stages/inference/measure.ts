import { entityGroups } from '../../models/entity-groups.ts';
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

function graphMeasured(scoring: Scoring, batch: Batch, bar: number): Measured {
  const { model, arm, places, scores, notNumbers, tookMs } = scoring;
  const probabilities = scores.flatMap((score) => (score === null ? [] : [score.probability]));
  const alone = scores.map((score) => score !== null && score.probability >= bar);
  return {
    ...common(scoring),
    ...forwardedOf(places, batch, arm === 'shadow' ? alone : places.map((place) => isForwarded(batch, place))),
    degraded: places.length - probabilities.length,
    notNumbers,
    latencyMs: tookMs,
    probabilities,
    vectors: model !== null && 'features' in model ? places.flatMap((place) => batch.rows[place]?.vector ?? []) : [],
  };
}

function ensembleMeasured(assignment: Assignment<EnsembleManifest>, batch: Batch): Measured {
  const { model, places } = assignment;
  const judged = places.flatMap((place) => batch.judgements[place] ?? []);
  const forwarded = places.map((place) => isForwarded(batch, place));
  return {
    ...common(assignment),
    ...forwardedOf(places, batch, forwarded),
    degraded: model === null ? judged.length : 0,
    notNumbers: 0,
    latencyMs: null,
    probabilities: model === null ? [] : judged.map(({ confidence }) => confidence),
    vectors: [],
  };
}

const isForwarded = ({ judgements }: Batch, place: number): boolean => judgements[place]?.forwarded === true;

/** How many rows were forwarded, in all and by groups of entities; the answers are in the order of the places. */
function forwardedOf(places: readonly number[], { rows }: Batch, answers: readonly boolean[]) {
  const grouped = places.map((place, i) => ({ entity: rows[place]?.entity ?? '', isForwarded: answers[i] === true }));
  return { forwarded: answers.filter(Boolean).length, groups: entityGroups(grouped) };
}

const common = ({ tenant, name, version, arm, model, places }: Assignment<EnsembleManifest> | Scoring) => ({
  ...{ tenant, model: name, version, arm, manifest: model },
  rows: places.length,
});
