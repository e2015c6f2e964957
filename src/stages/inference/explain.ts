import { confidenceFacts } from '../../detectors/attribution/confidence-facts.ts';
import { combinedShares, ensembleShares, type Shares } from '../../detectors/attribution/shares.ts';
import type { Detection } from '../../domain/contracts.gen.ts';
import type { InferenceConfig } from './config.ts';
import { type Judgement, notableModels, partOf, saidOf } from './judge.ts';
import { movementsOf } from './movements.ts';
import type { ModelPort } from './ports.ts';
import type { Row } from './row.ts';
import type { ModelScore } from './score-rows.ts';
import { modelDetection } from './signals.ts';
import { isToldInFull } from './told-in-full.ts';

/** A row that is forwarded, and what was made of it. */
export interface Unexplained {
  readonly row: Row;
  readonly judgement: Judgement;
}

/** Why the confidence is what it is: `base` and the contributions of all facts add up to it. */
export interface Explanation {
  readonly base: number;
  readonly detections: readonly Detection[];
}

/** Explains each row, in order. What a model that fails moved is told as one fact. */
export async function explain(
  port: ModelPort,
  wanted: readonly Unexplained[],
  config: InferenceConfig,
): Promise<readonly Explanation[]> {
  const plans = wanted.map(({ row, judgement }) => {
    const shares = sharesOf(judgement, config);
    return { row, judgement, shares, named: namedModels(judgement, shares, config) };
  });
  const asked = plans.flatMap(({ row, judgement, named }) =>
    (isToldInFull(row, config.explainAMinute) ? named : []).map((score) => ({
      row,
      score,
      shareAt: shareAt(judgement, score, config),
    })),
  );
  const movements = await movementsOf(port, asked, config);
  return plans.map(({ judgement, shares, named }) => {
    const told = named.map((score) => ({ name: score.manifest.name, movement: movements.get(score) ?? null }));
    const { hits, models } = confidenceFacts(shares, judgement.hits, told, config.explainFeatures);
    const said = named.map((score) => modelDetection(score, models.get(score.manifest.name) ?? [], config));
    return { base: shares.base, detections: [...hits, ...said] };
  });
}

/** The confidence of the judgement, shared out among its detectors. */
function sharesOf({ hits, models, ensemble }: Judgement, config: InferenceConfig): Shares {
  if (ensemble === null)
    return combinedShares(new Map(models.map((score) => [score.manifest.name, partOf(score, config)])), hits);
  return ensembleShares(ensemble.ensemble, saidOf(hits, models));
}

/** The notable ones; where nothing else spoke, the one that says most. */
function namedModels(judgement: Judgement, shares: Shares, config: InferenceConfig): readonly ModelScore[] {
  const notable = notableModels(judgement, config);
  if (notable.length > 0 || judgement.hits.length > 0) return notable;
  const share = (score: ModelScore): number => shares.models.get(score.manifest.name) ?? 0;
  return judgement.models.toSorted((a, b) => share(b) - share(a)).slice(0, 1);
}

/** Share of a model, had it said so with another probability. */
const shareAt =
  (judgement: Judgement, score: ModelScore, config: InferenceConfig) =>
  (probability: number): number => {
    const models = judgement.models.map((one) => (one === score ? { ...one, probability } : one));
    return sharesOf({ ...judgement, models }, config).models.get(score.manifest.name) ?? 0;
  };
