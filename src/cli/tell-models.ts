import { wantedModels } from '../stages/inference/config.ts';
import type { InferencePorts } from '../stages/inference/ports.ts';
import { say } from './output.ts';

/** Says which configured models do not serve, and why; answers their names. The rules go on without them. */
export function tellModels({ model, config }: InferencePorts): readonly string[] {
  const states = model.describe();
  for (const state of states) if (!state.ok) say(`model ${state.name} ${state.version} is left out: ${state.reason}`);
  const missing = wantedModels(config).filter((name) => !states.some((state) => state.ok && state.name === name));
  for (const name of missing) say(`no model ${name} serves: events are scored without it (degraded)`);
  return missing;
}
