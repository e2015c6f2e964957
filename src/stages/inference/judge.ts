import { combine, type Part } from '../../detectors/ensemble.ts';
import type { Detection } from '../../domain/contracts.gen.ts';
import type { InferenceConfig } from './config.ts';
import type { ModelScore } from './score-rows.ts';

/** Everything known about one row once every detector has spoken. */
export interface Judgement {
  readonly hits: readonly Detection[];
  /** Models whose say is notable. */
  readonly models: readonly ModelScore[];
  readonly degraded: readonly string[];
  readonly score: number;
  readonly confidence: number;
  readonly severity: number;
  readonly forwarded: boolean;
}

/** Model scores by configured name; null where the model did not answer. */
export type ModelScores = readonly (readonly [name: string, score: ModelScore | null])[];

/** Above this a model's finding is of medium severity: only the far tail of its training rows lies there. */
const FAR_TAIL = 0.8;

/** Joins rule hits and model scores into one score, and says whether the row is forwarded. Monotone in every part. */
export function judge(hits: readonly Detection[], scores: ModelScores, config: InferenceConfig): Judgement {
  const answered = scores.flatMap(([, score]) => (score === null ? [] : [score]));
  const parts: Part[] = [
    ...hits.map(({ probability, severity }) => ({ probability, severity })),
    ...answered.map((score) => ({ probability: score.probability, severity: modelSeverity(score, config) })),
  ];
  const surest = Math.max(0, ...answered.map((score) => score.probability));
  return {
    hits,
    models: answered.filter((score) => score.probability >= config.notable),
    degraded: scores.flatMap(([name, score]) => (score === null ? [name] : [])),
    ...combine(parts),
    severity: Math.max(1, ...parts.map((part) => part.severity)),
    forwarded: hits.some((hit) => hit.severity >= config.forwardSeverity) || surest >= config.modelBar,
  };
}

/** OCSF severity of a model's finding: a model alone knows that something is unusual, not that it is bad, so never high. */
export function modelSeverity(score: ModelScore, config: InferenceConfig): number {
  if (score.probability < config.modelBar) return 1;
  return score.probability < FAR_TAIL ? 2 : 3;
}
