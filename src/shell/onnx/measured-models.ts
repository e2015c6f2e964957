import type { Clock, Metrics } from '../../ports.ts';
import type { ModelPort } from '../../stages/inference/ports.ts';

/** The models, with the time and the outcome of every run measured. Model names come from the folder of models. */
export function measuredModels(port: ModelPort, metrics: Metrics, clock: Clock): ModelPort {
  const tell = () => {
    for (const { name, version, ok } of port.describe())
      metrics.gauge('vedette_model_usable', { model: name, version }, ok ? 1 : 0);
  };
  tell();
  return {
    describe: () => port.describe(),
    async prepare(models) {
      await port.prepare(models);
      tell();
    },
    async score(model, rows, deadlineMs) {
      const startedAt = clock.now();
      const answer = await port.score(model, rows, deadlineMs);
      const outcome = answer.ok ? 'scored' : answer.reason;
      metrics.count('vedette_model_runs_total', { model: model.name, outcome });
      metrics.observe('vedette_model_seconds', { model: model.name }, (clock.now() - startedAt) / 1000);
      return answer;
    },
    close: () => port.close(),
  };
}
