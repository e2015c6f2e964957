import type { Clock, Metrics } from '../../ports.ts';
import type { ModelPort, ModelState } from '../../stages/inference/ports.ts';

/** The models, with what runs them, and the time and the outcome of every run measured. Model names come from the registry. */
export function measuredModels(port: ModelPort, metrics: Metrics, clock: Clock): ModelPort {
  let told: readonly ModelState[] = [];
  const tell = (): void => {
    const states = port.describe();
    if (states === told) return;
    // what was put away must not be shown as it was
    for (const state of told) gauge(state, false);
    for (const state of states) gauge(state, state.ok);
    told = states;
  };
  const gauge = (state: ModelState, isOpen: boolean): void => {
    const labels = { model: state.name, version: state.version };
    metrics.gauge('vedette_model_usable', labels, isOpen ? 1 : 0);
    if (state.ok && state.provider !== undefined)
      metrics.gauge('vedette_model_provider', { ...labels, provider: state.provider }, isOpen ? 1 : 0);
  };
  tell();
  return {
    describe: () => {
      tell();
      return port.describe();
    },
    async prepare(models) {
      await port.prepare(models);
      tell();
    },
    async score(model, rows, deadlineMs) {
      const startedAt = clock.now();
      const answer = await port.score(model, rows, deadlineMs);
      const outcome = answer.ok ? 'scored' : answer.reason;
      metrics.count('vedette_model_runs_total', { model: model.name, outcome });
      const tookMs = clock.now() - startedAt;
      metrics.observe('vedette_model_seconds', { model: model.name }, tookMs / 1000);
      return answer.ok ? { ...answer, tookMs } : answer;
    },
    close: () => port.close(),
  };
}
