import { openDesk } from '../cli/models/desk.ts';
import { pseudonymsOf } from '../detectors/personal-data/pseudonyms/pseudonyms.ts';
import { MODELS_AUDIT, MODELS_PROMOTED, TRAINING_JOBS, type TrainingJob } from '../domain/contracts.gen.ts';
import type { Environment } from '../environment.ts';
import type { Logger } from '../ports.ts';
import type { RunnerWorld } from '../runner.ts';
import { redisAnnouncer } from '../shell/redis/announce.ts';
import { wantedModels } from '../stages/inference/config.ts';
import { eventName, nameIdsOf } from '../stages/scrub/ids.ts';
import { entityName } from '../stages/scrub/scrubbing.ts';
import { type RunningLauncher, startLauncher } from './launcher.ts';
import { modelsInForce } from './models-in-force.ts';
import { openRunner } from './open-runner.ts';
import { openTrainingStore } from './training-store.ts';
import { launcherWorks, type WorksWorld } from './works.ts';

/** The launcher of this process, on what the environment names. */
export async function openLauncher(environment: Environment, world: RunnerWorld): Promise<RunningLauncher> {
  const { broker, clock, logger, metrics } = world;
  const desk = openDesk(environment, broker);
  const { codec } = desk;
  await codec.ready([TRAINING_JOBS, MODELS_PROMOTED, MODELS_AUDIT].map(({ name }) => name));
  const config = environment.rooms.launch;
  const jobs = new Map<string, TrainingJob>();
  const announcer = redisAnnouncer(environment.redis, logger, environment.kafka.namespace?.name);
  const models = modelsInForce({
    ...{ desk, clock },
    detectors: wantedModels(environment.rooms.inference),
    announce: (tenant, names) => announcer.announce(tenant, names, clock.now()),
  });
  const producer = await broker.producer();
  const works = launcherWorks({
    ...{ broker, codec, clock, config, models, producer },
    store: openTrainingStore(environment.learning.store, environment.s3),
    jobs: () => jobs.values(),
    ...namesOf(environment, logger),
  });
  const runner = openRunner(environment, logger);
  const running = await startLauncher({ broker, codec, config, runner, works, jobs, clock, logger, metrics });
  return {
    failed: running.failed,
    async close() {
      await running.close();
      await Promise.allSettled([producer.close(), announcer.close()]);
    },
  };
}

/** What the scrub calls somebody and something: it must have the same secret. */
function namesOf({ pseudonymSecret }: Environment, logger: Logger): Pick<WorksWorld, 'entityName' | 'eventName'> {
  if (pseudonymSecret === '') {
    logger.warn({}, 'labels of events and windows join nothing: set VEDETTE_PSEUDONYM_SECRET as for scrub');
    return { entityName: () => '', eventName: () => '' };
  }
  const secret = Buffer.from(pseudonymSecret);
  return {
    entityName: (tenant, written) => entityName(pseudonymsOf(secret, tenant), written),
    eventName: (tenant, id) => eventName(nameIdsOf(secret, tenant), id),
  };
}
