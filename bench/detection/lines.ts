import { join } from 'node:path';
import { dataFolder } from '../data.ts';
import { scorer, trainer } from './trainer.ts';

export interface LineFigures {
  readonly recallAt1Percent: number;
  readonly auroc: number;
  readonly hardNegativesHit: number;
  readonly byFamily: Readonly<Record<string, number>>;
}

interface Scored {
  readonly auroc: number;
  readonly 'recall_at_fpr_0.01': number;
  readonly hard_negatives_hit: number;
  readonly recall_by_family_at_1pc: Readonly<Record<string, number>>;
}

/** Every line scored by a model that saw neither its family nor its template; `--strict`: nor one of ours of that family. */
export async function lines(folder: string, seed: number, options: readonly string[] = []): Promise<LineFigures> {
  const truth = dataFolder('log-injection', 'dev.jsonl.gz');
  const scores = join(folder, 'scores.ndjson');
  await trainer(['held-out-lines', truth, '--out', scores, '--seed', String(seed), ...options]);
  const scored = scorer<Scored>('score_lines.py', ['--truth', truth, '--scores', scores]);
  return {
    recallAt1Percent: scored['recall_at_fpr_0.01'],
    auroc: scored.auroc,
    hardNegativesHit: scored.hard_negatives_hit,
    byFamily: scored.recall_by_family_at_1pc,
  };
}
