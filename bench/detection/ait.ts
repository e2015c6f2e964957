import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { vedette } from '../process.ts';
import { attackLines, JUDGED, type Scenario, scenario, TRAIN } from './ait-telemetry.ts';
import { type Calibration, calibrationOf } from './calibration.ts';
import { writeLabels } from './labels.ts';
import { shippedThreshold } from './threshold.ts';
import { scorer, trainer } from './trainer.ts';

/** What score_windows.py says of host-minutes and attack steps. */
export interface WindowFigures {
  readonly windows: number;
  readonly positive: number;
  readonly steps: number;
  readonly average_precision: number;
  readonly average_precision_95: readonly [number, number];
  readonly 'recall_at_fpr_0.001': number;
  readonly 'steps_at_fpr_0.001': number;
  readonly 'missed_at_fpr_0.001': readonly string[];
  readonly precision_at_threshold: number;
  readonly recall_at_threshold: number;
}

export interface AitFigures extends WindowFigures {
  /** Score at which the models alone forward an event. */
  readonly threshold: number;
  readonly calibration: Calibration;
}

/** Trains on four scenarios and judges on two others, networks that the models never met. The models stay in `folder`/models. */
export async function ait(folder: string, seed: number, without = ''): Promise<AitFigures> {
  for (const part of ['telemetry', 'features', 'models']) mkdirSync(join(folder, part), { recursive: true });
  const made = (name: string) => scenario(name, join(folder, 'telemetry'), without);
  for (const name of TRAIN) await featuresOf(made(name), join(folder, 'features'));
  const models = join(folder, 'models');
  await trainer(['train', 'all', '--features', join(folder, 'features'), '--out', models, '--seed', String(seed)]);
  const judged = JUDGED.map(made);
  const replayed: { scenario: Scenario; scores: string }[] = [];
  for (const one of judged)
    replayed.push({ scenario: one, scores: await scoresOf(one, models, join(folder, 'replay', one.name)) });
  const threshold = shippedThreshold(models);
  const figures = scorer<WindowFigures>('score_windows.py', [
    ...['--truth', ...judged.map(({ truth }) => truth)],
    ...['--scores', ...replayed.map(({ scores }) => scores)],
    ...['--threshold', String(threshold)],
  ]);
  return { ...figures, threshold, calibration: await calibrationOf(replayed) };
}

async function featuresOf(one: Scenario, folder: string): Promise<void> {
  const out = join(folder, `${one.name}.arrow`);
  await vedette(['features', one.telemetry, '--tenant', one.name, '--out', out]);
  writeLabels(join(folder, `${one.name}.labels`), attackLines(one));
}

async function scoresOf({ name, telemetry }: Scenario, models: string, out: string): Promise<string> {
  await vedette(['replay', telemetry, '--tenant', name, '--models', models, '--out', out, '--json']);
  return join(out, 'scores.ndjson');
}
