import { TRAINING_TRIGGERED, type TrainingTrigger } from '../../domain/contracts.gen.ts';
import { idOf } from '../../domain/uuid5.ts';
import { type Drift, driftOf, type Live } from '../../models/drift-watch.ts';
import type { Logger, Metrics } from '../../ports.ts';
import { send, sendOf } from '../table-topic.ts';
import type { Mode } from './act.ts';
import type { ModelDesk } from './desk.ts';

interface Telling {
  readonly desk: ModelDesk;
  readonly mode: Mode;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly now: number;
  /** Days for which training was asked for, by model and version. */
  readonly asked: Map<string, string>;
}

const DAY_MS = 86_400_000;

/** Puts the drift of each version in force into the metrics, and asks for training, once a day, where it is major. */
export async function tellDrift(all: readonly Live[], telling: Telling): Promise<void> {
  for (const live of all) {
    const file = await telling.desk.model(live);
    if (!file.ok) continue;
    const drift = driftOf(file.manifest, live);
    measure(live, drift, telling.metrics);
    if (drift.isMajor) await askForTraining(live, drift, telling);
  }
}

function measure({ name, version }: Live, { score, features }: Drift, metrics: Metrics): void {
  const labels = { model: name, version };
  metrics.gauge('vedette_model_score_drift', labels, score.psi);
  metrics.gauge('vedette_model_drifted_features', labels, features.filter(({ verdict }) => verdict === 'major').length);
}

async function askForTraining({ name, version }: Live, { score, features }: Drift, telling: Telling): Promise<void> {
  const { desk, mode, logger, now, asked } = telling;
  const day = String(Math.floor(now / DAY_MS));
  const known = `drift ${name} ${version}`;
  if (asked.get(known) === day) return;
  asked.set(known, day);
  const drifted = features.filter(({ verdict }) => verdict === 'major').length;
  logger.warn(
    { model: name, version, scorePsi: score.psi, drifted, of: features.length },
    'what a model sees has drifted',
  );
  if (mode === 'advise') return;
  const trigger: TrainingTrigger = {
    // the same day asks once, whoever watches
    ...{ id: idOf('drift', name, version, day), tenant: '', dataset: '', model: name, cause: 'drift' },
    ...{ count: score.rows, time: now, priority: 0, feedback: [] },
  };
  await desk.codec.ready([TRAINING_TRIGGERED.name]);
  await send(desk.broker, [sendOf(TRAINING_TRIGGERED, { tenant: '', id: name }, trigger, desk.codec)]);
}
