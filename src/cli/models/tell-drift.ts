import { type Drift, driftOf, type Live } from '../../models/drift-watch.ts';
import type { Logger, Metrics } from '../../ports.ts';
import { type Asking, askForTraining } from './ask-for-training.ts';
import type { ModelDesk } from './desk.ts';

export interface Telling extends Asking {
  readonly desk: Pick<ModelDesk, 'broker' | 'codec' | 'model'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Puts the drift of each version in force into the metrics, and asks for training, once a day, where it is major. */
export async function tellDrift(all: readonly Live[], telling: Telling): Promise<void> {
  for (const live of all) {
    const file = await telling.desk.model(live);
    if (!file.ok) continue;
    const drift = driftOf(file.manifest, live);
    const drifted = drift.features.filter(({ verdict }) => verdict === 'major').length;
    measure(live, drift, drifted, telling.metrics);
    if (drift.isMajor && (await askForTraining(live, drift.score.rows, telling)))
      telling.logger.warn(
        { model: live.name, version: live.version, scorePsi: drift.score.psi, drifted, of: drift.features.length },
        'what a model sees has drifted',
      );
  }
}

function measure({ name, version }: Live, { score }: Drift, drifted: number, metrics: Metrics): void {
  const labels = { model: name, version };
  metrics.gauge('vedette_model_score_drift', labels, score.psi);
  metrics.gauge('vedette_model_drifted_features', labels, drifted);
}
