import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Environment, KubernetesPlace } from '../environment.ts';
import type { Logger } from '../ports.ts';
import { KEY_FILE } from '../shell/jobs/kubernetes-job.ts';
import { kubernetesRunner } from '../shell/jobs/kubernetes-runner.ts';
import { localRunner } from '../shell/jobs/local-runner.ts';
import type { JobRunner } from '../stages/launch/ports.ts';

const TRAINER = join(import.meta.dirname, '../../trainer');

/** Where trainers run, as the environment says: on this machine, or in a cluster. */
export function openRunner(environment: Environment, logger: Logger): JobRunner {
  const { kubernetes } = environment.learning;
  return kubernetes === null ? ofThisMachine(environment) : ofCluster(kubernetes, environment, logger);
}

function ofCluster(place: KubernetesPlace, { learning, models, s3 }: Environment, logger: Logger): JobRunner {
  const isSigning = learning.key !== '';
  return kubernetesRunner({
    ...{ ...place, logger, isSigning },
    arguments: trainerArguments({ store: learning.store, registry: models, key: isSigning ? KEY_FILE : '' }),
    // no login: that is in the Secret
    environment: { AWS_DEFAULT_REGION: s3.region, AWS_ENDPOINT_URL_S3: s3.endpoint },
  });
}

function ofThisMachine({ learning, models }: Environment): JobRunner {
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
