import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  ALERTS_SILENCES,
  FEEDBACK_SCRUBBED,
  MODELS_AUDIT,
  MODELS_MEASURED,
  MODELS_PROMOTED,
  PIPELINE_LEDGER,
  TRAINING_JOBS,
  TRAINING_ORDERS,
  TRAINING_STATUS,
  TRAINING_TRIGGERED,
} from '../../../src/domain/contracts.gen.ts';
import type { AnyTopic } from '../../../src/domain/topic.ts';
import { SHIPPED_MODELS } from '../../../src/local-ports.ts';
import type { Broker } from '../../../src/ports.ts';
import { STAGES } from '../../../src/topology.ts';
import { succeed, type Variables } from '../../e2e/processes.ts';
import { filePlaces, letterPlace, type Place, redisPlaces, topicPlace } from './places.ts';

/** What the chain of learning writes, and what tells of it. */
const TOPICS: readonly AnyTopic[] = [
  ...[FEEDBACK_SCRUBBED, ALERTS_SILENCES, TRAINING_TRIGGERED, TRAINING_STATUS, TRAINING_JOBS, TRAINING_ORDERS],
  ...[MODELS_PROMOTED, MODELS_AUDIT, MODELS_MEASURED, PIPELINE_LEDGER],
];
const TRAINER = join(import.meta.dirname, '../../../trainer');
const PYTHON = join(TRAINER, '.venv/bin/python');

export interface Learning {
  readonly broker: Broker;
  readonly variables: Variables;
  readonly tenant: string;
  /** Of a test, with `models` and `training` in it. */
  readonly folder: string;
  /** name@version of what was trained. */
  readonly models: readonly string[];
  /** Of the process, whole. */
  readonly log: string;
}

/** All that learning has written: topics, dead letters but for the letters, files, Redis, what commands, metrics and logs say. */
export async function writtenBy({
  broker,
  variables,
  tenant,
  folder,
  models,
  log,
}: Learning): Promise<readonly Place[]> {
  const shipped = new Set((await filePlaces(SHIPPED_MODELS)).map(({ name }) => name));
  return [
    ...(await Promise.all(TOPICS.map(({ name }) => topicPlace(broker, name)))),
    ...(await Promise.all(STAGES.map(({ name }) => letterPlace(broker, `${name}.dlq`)))),
    ...(await filePlaces(join(folder, 'training'))),
    ...(await filePlaces(join(folder, 'models'))).filter(({ name }) => !shipped.has(name)),
    ...(await runFiles(folder, models)),
    ...(await redisPlaces(variables.REDIS_URL ?? '')),
    ...(await commandsSay(variables, tenant)),
    { name: 'metrics', content: await metricsOf(log) },
    { name: 'log', content: Buffer.from(log) },
  ];
}

/** What an MLflow server would be told of the models. */
async function runFiles(folder: string, models: readonly string[]): Promise<readonly Place[]> {
  const runs = join(folder, 'runs');
  for (const model of models) {
    const args = ['-m', 'vedette_trainer', 'track', join(folder, 'models', model.replace('@', '/')), '--runs', runs];
    await promisify(execFile)(PYTHON, args, { cwd: TRAINER });
  }
  return filePlaces(runs);
}

const commandsSay = (variables: Variables, tenant: string): Promise<readonly Place[]> =>
  Promise.all(
    [
      ['training', 'status', '--tenant', tenant, '--json'],
      ['training', 'history', '--tenant', tenant, '--json'],
      ['dictionary', 'list', '--tenant', tenant, '--json'],
      ['models', 'list', '--json'],
      ['dlq', 'list', '--json'],
    ].map(async (args) => ({ name: args.join(' '), content: Buffer.from((await succeed(args, variables)).stdout) })),
  );

async function metricsOf(log: string): Promise<Buffer> {
  const [, port] = /"httpPort":(\d+)/.exec(log) ?? [];
  return Buffer.from(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
}
