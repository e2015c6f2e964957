import { calibrate } from '../../detectors/calibration.ts';
import { combine, confidenceOf, type Part, type Said, severityWeight, type Verdict } from '../../detectors/ensemble.ts';
import type { Detection } from '../../domain/contracts.gen.ts';
import type { InferenceConfig } from './config.ts';
import type { UsableEnsemble } from './panel.ts';
import type { ModelScore } from './score-rows.ts';

/** Everything known about one row once every detector has spoken. */
export interface Judgement extends Verdict {
  readonly hits: readonly Detection[];
  /** Models that answered. */
  readonly models: readonly ModelScore[];
  /** What joined them; null where none was at hand. */
  readonly ensemble: UsableEnsemble | null;
  readonly degraded: readonly string[];
  readonly severity: number;
  readonly forwarded: boolean;
}

/** Model scores by configured name; null where the model did not answer. */
export type ModelScores = readonly (readonly [name: string, score: ModelScore | null])[];

/** Above this a finding of models is of medium severity: only the far tail of their training rows lies there. */
const FAR_TAIL = 0.8;

/**
 * Joins rule hits and model scores into one score, and says whether the row is forwarded. Monotone in every part.
 * `ensemble` null: none is at hand, and the parts are joined as independent doubts.
 */
export function judge(
  hits: readonly Detection[],
  scores: ModelScores,
  ensemble: UsableEnsemble | null,
  config: InferenceConfig,
): Judgement {
  const models = scores.flatMap(([, score]) => (score === null ? [] : [score]));
  const degraded = scores.flatMap(([name, score]) => (score === null ? [name] : []));
  const verdict = ensemble === null ? joined(hits, models, config) : weighed(hits, models, ensemble);
  const hitSeverity = Math.max(1, ...hits.map((hit) => hit.severity));
  return {
    hits,
    models,
    ensemble,
    degraded:
      ensemble === null && scores.length > 0 && config.ensembleModel !== ''
        ? [...degraded, config.ensembleModel]
        : degraded,
    score: verdict.score,
    confidence: verdict.confidence,
    severity: Math.max(hitSeverity, verdict.severity),
    forwarded: hits.some((hit) => hit.severity >= config.forwardSeverity) || verdict.isAbove,
  };
}

interface Joined extends Verdict {
  /** Severity that the models give it. */
  readonly severity: number;
  /** The models alone forward it. */
  readonly isAbove: boolean;
}

/** What matters is what the ensemble is sure of, and never less than what the rules alone say. */
function weighed(
  hits: readonly Detection[],
  models: readonly ModelScore[],
  { manifest, ensemble }: UsableEnsemble,
): Joined {
  const said = saidOf(hits, models);
  const confidence = confidenceOf(ensemble, said);
  const bar = calibrate(ensemble.calibration, manifest.threshold.raw);
  const severity = severityOf(confidence, bar);
  return {
    confidence,
    severity,
    score: Math.max(said.rules ?? 0, confidence * severityWeight(severity)),
    isAbove: models.length > 0 && confidence >= bar,
  };
}

/** What the detectors say, as an ensemble weighs it. */
export const saidOf = (hits: readonly Detection[], models: readonly ModelScore[]): Said => ({
  models: new Map(models.map((score) => [score.manifest.name, score.probability])),
  rules: hits.length === 0 ? null : combine(hits).score,
});

function joined(hits: readonly Detection[], models: readonly ModelScore[], config: InferenceConfig): Joined {
  const parts: Part[] = [
    ...hits.map(({ probability, severity }) => ({ probability, severity })),
    ...models.map((score) => partOf(score, config)),
  ];
  const surest = Math.max(0, ...models.map((score) => score.probability));
  const severity = severityOf(surest, config.modelBar);
  return { ...combine(parts), severity, isAbove: surest >= config.modelBar };
}

/** A model's say where no ensemble weighs it. */
export const partOf = ({ probability }: ModelScore, { modelBar }: InferenceConfig): Part => ({
  probability,
  severity: severityOf(probability, modelBar),
});

/** The models that are named beside the hits. */
export const notableModels = ({ models }: Judgement, { notable }: InferenceConfig): readonly ModelScore[] =>
  models.filter(({ probability }) => probability >= notable);

/** OCSF severity of a model's finding: a model alone knows that something is unusual, not that it is bad, so never high. */
export function severityOf(probability: number, bar: number): number {
  if (probability < bar) return 1;
  return probability < FAR_TAIL ? 2 : 3;
}
