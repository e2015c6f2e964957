import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ALERTS_EVIDENCE,
  type AlertEvidence,
  FEEDBACK_SCRUBBED,
  type ScrubbedFeedback,
  TOPICS,
  TRAINING_JOBS,
  TRAINING_ORDERS,
  TRAINING_TRIGGERED,
  type TrainingJob,
  type TrainingOrder,
} from '../../src/domain/contracts.gen.ts';
import type { AnyTopic } from '../../src/domain/topic.ts';
import { startLauncher } from '../../src/learning/launcher.ts';
import type { ModelsInForce } from '../../src/learning/models-in-force.ts';
import { trainingStore } from '../../src/learning/training-store.ts';
import { launcherWorks } from '../../src/learning/works.ts';
import { memoryBroker } from '../../src/memory/broker.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import { memoryRunner } from '../../src/memory/job-runner.ts';
import { keyText } from '../../src/runner/wire-key.ts';
import { systemClock } from '../../src/shell/clock.ts';
import { quietLogger, unmeasured } from '../../src/shell/quiet.ts';
import { folderStore } from '../../src/shell/registry/folder-store.ts';
import type { Key } from '../../src/stage.ts';
import { launchConfigSchema } from '../../src/stages/launch/config.ts';
import { trigger } from '../../src/stages/launch/job.fixture.ts';
import type { JobResult } from '../../src/stages/launch/ports.ts';
import { jobOf } from '../../src/stages/launch/stage.ts';
import { until } from '../contract/until.ts';

/** Topics in memory, a store in a folder, trainers that end when the test says, and launchers that come and go. */
export async function launcherWorld(config: object = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'vedette-training-'));
  const broker = memoryBroker({ topics: TOPICS, now: Date.now, drive: 'auto' });
  const codec = memoryCodec();
  const producer = await broker.producer();
  const runner = memoryRunner();
  const store = trainingStore(folderStore(folder));
  const promoted: string[] = [];
  const models: ModelsInForce = {
    versions: async () => ({ 'vedette-classifier': '1.3.0', 'vedette-ensemble': '1.3.0' }),
    async promote({ tenant }, names) {
      promoted.push(`${tenant}: ${names.join()}`);
      return 'promoted';
    },
  };
  const put = (topic: AnyTopic, key: Key, value: object | null) =>
    producer.send([
      {
        ...{ topic: topic.name, partition: 0, key: Buffer.from(keyText(key)) },
        value: value && codec.encode(topic.name, value),
        headers: { 'tenant-id': Buffer.from(key.tenant) },
      },
    ]);
  let offset = 0;

  async function launcher() {
    const jobs = new Map<string, TrainingJob>();
    const parsed = launchConfigSchema.parse(config);
    const works = launcherWorks({
      ...{ broker, codec, producer, store, models, config: parsed, clock: systemClock },
      jobs: () => jobs.values(),
      entityName: (_, written) => `name of ${written}`,
      eventName: (_, id) => `id of ${id}`,
    });
    const world = { broker, codec, clock: systemClock, logger: quietLogger, metrics: unmeasured };
    return startLauncher({ ...world, config: parsed, runner, works, jobs });
  }

  async function jobs(): Promise<readonly TrainingJob[]> {
    const told: TrainingJob[] = [];
    for await (const { value } of broker.readAll(TRAINING_JOBS.name)) {
      const decoded = value && (await codec.decode(TRAINING_JOBS.name, value));
      if (decoded?.ok) told.push(decoded.value as TrainingJob);
    }
    return told;
  }

  return {
    ...{ broker, codec, runner, store, promoted, launcher, jobs },
    /** Scrubbed feedback as it lies in the log. */
    async says(...all: readonly ScrubbedFeedback[]) {
      for (const one of all) {
        offset += 1;
        await put(FEEDBACK_SCRUBBED, { tenant: one.tenant, id: 'feedback' }, one);
      }
    },
    evidence: (one: AlertEvidence) => put(ALERTS_EVIDENCE, { tenant: one.tenant, id: one.uid }, one),
    orders: (one: TrainingOrder) => put(TRAINING_ORDERS, { tenant: one.tenant, id: one.id }, one),
    /** A trigger over all feedback so far, and the job that the stage makes of it. */
    async triggers(id: string, dataset: string, feedback: readonly string[], tenant = 'acme') {
      const manifest = { ...trigger().manifest, partition: 0, ranges: [{ from: 0, to: offset }] };
      const value = trigger({ id, dataset, feedback, tenant, manifest, count: feedback.length });
      await put(TRAINING_TRIGGERED, { tenant, id: 'verdict' }, value);
      await put(TRAINING_JOBS, { tenant, id }, jobOf(value));
    },
    /** What the trainer of the running job leaves. */
    async ends(job: TrainingJob, result: JobResult | string) {
      const text = typeof result === 'string' ? result : JSON.stringify(result);
      await store.create(`${job.tenant}/${job.dataset.slice(0, 16)}/result-${job.attempt}.json`, Buffer.from(text));
      runner.end(`vedette-train-${job.dataset.slice(0, 16)}-${job.attempt}`);
    },
    /** The job once it has come into one of these states. */
    async job(id: string, ...states: readonly TrainingJob['state'][]): Promise<TrainingJob> {
      let found: TrainingJob | undefined;
      await until(`${id} is ${states.join(' or ')}`, async () => {
        found = (await jobs()).findLast((one) => one.id === id);
        return found !== undefined && states.includes(found.state);
      });
      return found as TrainingJob;
    },
    file: (path: string) => readFile(join(folder, path), 'utf8'),
    async close() {
      await broker.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
