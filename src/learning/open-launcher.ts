import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openDesk } from '../cli/models/desk.ts';
import { pseudonymsOf } from '../detectors/personal-data/pseudonyms/pseudonyms.ts';
import { MODELS_AUDIT, MODELS_PROMOTED, TRAINING_JOBS, type TrainingJob } from '../domain/contracts.gen.ts';
import type { Environment } from '../environment.ts';
import type { RunnerWorld } from '../runner.ts';
import { localRunner } from '../shell/jobs/local-runner.ts';
import { redisAnnouncer } from '../shell/redis/announce.ts';
import { registryCodec } from '../shell/schema-registry/codec.ts';
import { registryClient } from '../shell/schema-registry/registry-client.ts';
import { wantedModels } from '../stages/inference/config.ts';
import type { JobRunner } from '../stages/launch/ports.ts';
import { eventName, nameIdsOf } from '../stages/scrub/ids.ts';
import { entityName } from '../stages/scrub/scrubbing.ts';
import { type RunningLauncher, startLauncher } from './launcher.ts';
import { modelsInForce } from './models-in-force.ts';
import { openTrainingStore } from './training-store.ts';
import { launcherWorks } from './works.ts';

const HOUSE = join(import.meta.dirname, '../..');
const TRAINER = join(HOUSE, 'trainer');

/** The launcher of this process, on what the environment names. */
export async function openLauncher(environment: Environment, world: RunnerWorld): Promise<RunningLauncher> {
  const { broker, clock, logger, metrics } = world;
  const codec = registryCodec(registryClient(environment.registry));
  await codec.ready([TRAINING_JOBS, MODELS_PROMOTED, MODELS_AUDIT].map(({ name }) => name));
  const config = environment.rooms.launch;
  const jobs = new Map<string, TrainingJob>();
  const announcer = redisAnnouncer(environment.redis, logger, environment.kafka.namespace?.name);
  const models = modelsInForce({
    desk: openDesk(environment, broker),
    detectors: wantedModels(environment.rooms.inference),
    announce: (tenant, names) => announcer.announce(tenant, names, clock.now()),
    clock,
  });
  const producer = await broker.producer();
  const secret = Buffer.from(environment.pseudonymSecret);
  const works = launcherWorks({
    ...{ broker, codec, clock, config, models, producer },
    store: openTrainingStore(environment.learning.store, environment.s3),
    jobs: () => jobs.values(),
    entityName: (tenant, written) => entityName(pseudonymsOf(secret, tenant), written),
    eventName: (tenant, id) => eventName(nameIdsOf(secret, tenant), id),
  });
  const runner = runnerOf(environment);
  const running = await startLauncher({ broker, codec, config, runner, works, jobs, clock, logger, metrics });
  return {
    failed: running.failed,
    async close() {
      await running.close();
      await Promise.allSettled([producer.close(), announcer.close()]);
    },
  };
}

function runnerOf({ learning, models }: Environment): JobRunner {
  const { store, python, key } = learning;
  return localRunner({
    command: [python || ownPython(), ...trainerArguments({ store: placeOf(store), registry: placeOf(models), key })],
    cwd: TRAINER,
    folder: store.startsWith('s3:') ? resolve('training') : resolve(store),
    environment: { ...ofSurroundings(), PYTHONPATH: TRAINER },
  });
}

const placeOf = (place: string): string => (place.startsWith('s3:') ? place : resolve(place));

/** What every trainer is told, wherever it runs. */
export const trainerArguments = ({
  store,
  registry,
  key,
}: {
  readonly store: string;
  readonly registry: string;
  readonly key: string;
}) => [
  ...['-mvedette_trainer', 'job', '--store', store, '--registry', registry],
  ...(key === '' ? [] : ['--key', resolve(key)]),
];

function ownPython(): string {
  const own = join(TRAINER, '.venv/bin/python');
  return existsSync(own) ? own : 'python3';
}

/** What a trainer needs to find its programs, the bucket and the server it tells. No login of Kafka, Redis or the registry. */
function ofSurroundings(): Record<string, string> {
  const wanted = /^(PATH|HOME|LANG|TMPDIR|OMP_NUM_THREADS|AWS_[A-Z0-9_]+|MLFLOW_[A-Z0-9_]+)$/;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      wanted.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}
