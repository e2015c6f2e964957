import type { World } from '../../distributed.ts';
import type { Environment } from '../../environment.ts';
import { registryCodec } from '../../shell/schema-registry/codec.ts';
import { registryClient } from '../../shell/schema-registry/registry-client.ts';
import type { TrainingApi } from '../../shell/training-route.ts';
import { trainingDesk } from './desk.ts';
import { standingOf } from './standing.ts';

/** What trainings are told of over HTTP with; absent where nobody has a key. */
export function openTrainingApi(environment: Environment, world: Promise<World>): TrainingApi | undefined {
  const { apiKeys: keys, registry } = environment;
  if (keys.length === 0) return undefined;
  const codec = registryCodec(registryClient(registry));
  return { keys, standing: async (tenant) => standingOf(trainingDesk((await world).broker, codec), tenant) };
}
