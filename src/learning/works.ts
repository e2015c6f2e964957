import { sendOf } from '../cli/table-topic.ts';
import { FEATURE_HASH } from '../detectors/feature-set.ts';
import {
  FEEDBACK_SCRUBBED,
  type ScrubbedFeedback,
  TRAINING_JOBS,
  type TrainingJob,
  type TrainingOrder,
} from '../domain/contracts.gen.ts';
import type { Clock, Producer } from '../ports.ts';
import { deadLetterRecord } from '../runner/dead-letter.ts';
import { keyText } from '../runner/wire-key.ts';
import { placeOf, versionFor } from '../stages/launch/advance.ts';
import type { LaunchConfig } from '../stages/launch/config.ts';
import type { JobSpec, Prepared, Works } from '../stages/launch/ports.ts';
import { isAllErased } from '../stages/training/orders.ts';
import { buildDataset } from './build-dataset.ts';
import { eraseStored } from './erase-stored.ts';
import { parseResult } from './job-result.ts';
import { type ModelsInForce, TEXT_BASE } from './models-in-force.ts';
import { type Log, readOrders, readTrigger } from './read-dataset.ts';
import type { TrainingStore } from './training-store.ts';

/** What the works of a launcher are made of. */
export interface WorksWorld extends Log {
  readonly producer: Producer;
  readonly store: TrainingStore;
  readonly models: ModelsInForce;
  readonly config: LaunchConfig;
  readonly clock: Clock;
  /** The jobs as they stand. */
  readonly jobs: () => Iterable<TrainingJob>;
  /** What the scrub calls a host, a user or an address. */
  readonly entityName: (tenant: string, written: string) => string;
  /** What it calls an event. */
  readonly eventName: (tenant: string, id: string) => string;
}

const DAY_MS = 86_400_000;
const SEED = 7;
/** Whose version a training goes on from. */
const FIRST = { 'retrain-detector': 'vedette-ensemble', 'adapt-text': TEXT_BASE } as const;

/** Joins, asks, promotes and tells, on real topics, a store and a registry. */
export function launcherWorks(world: WorksWorld): Works {
  return {
    prepare: (job, attempt) => prepare(job, attempt, world),
    async result(job) {
      const bytes = await world.store.read(`${placeOf(job).place}/result-${job.attempt}.json`);
      return bytes === null ? null : parseResult(bytes, job);
    },
    promote: (job, models) => world.models.promote(job, models),
    async tidy() {
      for (const orders of (await readOrders(world)).values())
        await eraseStored(orders, [...world.jobs()], world.store);
    },
    async tell(job) {
      await world.producer.send([sendOf(TRAINING_JOBS, { tenant: job.tenant, id: job.id }, job, world.codec)]);
    },
  };
}

/** What stands in `manifest.json` once all other files of the dataset are there. */
interface DatasetNote {
  readonly joined: TrainingJob['joined'];
}

async function prepare(job: TrainingJob, attempt: number, world: WorksWorld): Promise<Prepared> {
  const orders = (await readOrders(world)).get(job.tenant) ?? [];
  const { joined } = (await noteOf(job, world)) ?? (await makeDataset(job, orders, world));
  const refused = (reason: 'nothing_to_learn' | 'no_models' | 'erased') =>
    ({ kind: 'refused', reason, joined }) as const;
  if (isAllErased(orders)) return refused('erased');
  if (!((joined.lessons ?? 0) + (joined.pairs ?? 0))) return refused('nothing_to_learn');
  const task = 'pairs' in joined ? 'adapt-text' : 'retrain-detector';
  const models = await world.models.versions(task, job.tenant);
  const first = models[FIRST[task]];
  if (first === undefined) return refused('no_models');
  const spec: JobSpec = {
    ...placeOf({ ...job, attempt }),
    ...{ task, tenant: job.tenant, models, attempt, seed: SEED, timeoutMs: world.config.timeoutMs },
    version: versionFor(first, job.dataset, attempt),
    replay: olderPlaces(job, world),
  };
  const parents = Object.entries(models).map(([name, version]) => `${name}@${version}`);
  await world.store.create(`${spec.place}/job-${attempt}.json`, json(spec));
  return { kind: 'ready', spec, joined, parents };
}

async function noteOf(job: TrainingJob, { store }: WorksWorld): Promise<DatasetNote | null> {
  const bytes = await store.read(`${placeOf(job).place}/manifest.json`);
  return bytes === null ? null : JSON.parse(Buffer.from(bytes).toString());
}

/** Files first, then who waits, the manifest last: whoever dies in between finds the files again as they were. */
async function makeDataset(
  job: TrainingJob,
  orders: readonly TrainingOrder[],
  world: WorksWorld,
): Promise<DatasetNote> {
  const { store, clock, config } = world;
  const trigger = await readTrigger(world, job.id);
  // a job is told of after its trigger is stored, so retention has taken it
  if (trigger === null) return { joined: {} };
  const { place } = placeOf(job);
  const waited = await store.waiting(job.tenant);
  const dataset = await buildDataset(world, {
    ...{ trigger, waited, featureHash: FEATURE_HASH, orders },
    entityName: (written) => world.entityName(job.tenant, written),
    eventName: (id) => world.eventName(job.tenant, id),
  });
  for (const [name, bytes] of dataset.files) await store.create(`${place}/${name}`, bytes);
  if (trigger.kind === 'verdict') {
    const isLate = ({ time }: ScrubbedFeedback) => time <= clock.now() - config.alertWaitDays * DAY_MS;
    await giveUp(dataset.waiting.filter(isLate), world);
    await store.keepWaiting(
      job.tenant,
      dataset.waiting.filter((one) => !isLate(one)),
    );
  }
  const { id, feedback: _, manifest, ...facts } = trigger;
  await store.create(`${place}/manifest.json`, json({ ...facts, trigger: id, ...manifest, joined: dataset.counts }));
  return { joined: dataset.counts };
}

/** Verdicts that waited in vain become dead letters of the stage that had taken them. */
async function giveUp(verdicts: readonly ScrubbedFeedback[], { producer, codec }: WorksWorld): Promise<void> {
  const letters = verdicts.map((verdict) => {
    const record = {
      ...{ partition: 0, offset: -1, timestamp: verdict.time, headers: { 'tenant-id': Buffer.from(verdict.tenant) } },
      key: Buffer.from(keyText({ tenant: verdict.tenant, id: 'feedback' })),
      value: codec.encode(FEEDBACK_SCRUBBED.name, verdict),
    };
    return deadLetterRecord('training', FEEDBACK_SCRUBBED.name, record, 'alert_unknown', undefined);
  });
  if (letters.length > 0) await producer.send(letters);
}

/** Datasets of the tenant that taught what is in force, the newest first. */
function olderPlaces(job: TrainingJob, { jobs, config }: WorksWorld): readonly string[] {
  const older = [...jobs()].filter(
    ({ tenant, state, joined, id }) =>
      tenant === job.tenant && state === 'promoted' && id !== job.id && (joined.lessons ?? 0) > 0,
  );
  return older
    .toSorted((a, b) => b.since - a.since)
    .slice(0, config.replayDatasets)
    .map((one) => placeOf(one).place);
}

const json = (value: object): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
