import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promotionDesk } from '../../src/cli/models/desk.ts';
import { readTable, readValues, sendOf } from '../../src/cli/table-topic.ts';
import {
  ALERTS_EVIDENCE,
  FEEDBACK_SUBMITTED,
  type Feedback,
  MODELS_PROMOTED,
  type PromotedModel,
  TOPICS,
  TRAINING_JOBS,
  TRAINING_TRIGGERED,
  type TrainingJob,
} from '../../src/domain/contracts.gen.ts';
import type { AnyTopic } from '../../src/domain/topic.ts';
import { idOf } from '../../src/domain/uuid5.ts';
import { startLauncher } from '../../src/learning/launcher.ts';
import { modelsInForce } from '../../src/learning/models-in-force.ts';
import { trainerArguments } from '../../src/learning/open-runner.ts';
import { openTrainingStore } from '../../src/learning/training-store.ts';
import { launcherWorks } from '../../src/learning/works.ts';
import { memoryBroker } from '../../src/memory/broker.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import { type AnyStage, type RunningStage, runStage } from '../../src/runner.ts';
import { systemClock } from '../../src/shell/clock.ts';
import { localRunner } from '../../src/shell/jobs/local-runner.ts';
import { quietLogger, unmeasured } from '../../src/shell/quiet.ts';
import { folderStore } from '../../src/shell/registry/folder-store.ts';
import { modelRegistry } from '../../src/shell/registry/model-registry.ts';
import { inferenceConfigSchema, wantedModels } from '../../src/stages/inference/config.ts';
import { launchConfigSchema } from '../../src/stages/launch/config.ts';
import { trainingConfigSchema } from '../../src/stages/training/config.ts';
import { HEARD_TOPICS, LEARNING } from '../../src/topology.ts';
import { scrubPorts } from '../../test/feedback.ts';
import { ROOT } from '../process.ts';
import type { JudgedHour } from './surest-alerts.ts';

/** What became of a tenant's verdicts. */
export interface Learned {
  readonly triggers: number;
  readonly job: Pick<
    TrainingJob,
    'state' | 'reason' | 'details' | 'joined' | 'figures' | 'version' | 'models' | 'attempt'
  >;
  /** From the first verdict to the end of its training. */
  readonly seconds: number;
  /** Versions that are in force for the tenant. */
  readonly promoted: readonly string[];
}

export interface LearningChain {
  /** Folder of the models, those that were trained among them. */
  readonly registry: string;
  /** Folder of the datasets. */
  readonly store: string;
  /** What is promoted, of all tenants. */
  promotions(): Promise<readonly PromotedModel[]>;
  /** Version of the ensemble that ships. */
  readonly shipped: string;
  /** A tenant's analysts judge these alerts; resolves when their training has come to its end. */
  learn(tenant: string, alerts: readonly JudgedHour[]): Promise<Learned>;
  close(): Promise<void>;
}

/** Attacks are one alert in thirty here, and nobody knows the rule of a host-hour. */
const TRAINING = { leastClassShare: 0.01, ruleShare: 1, quorum: 1 };
const ANALYSTS = ['ana', 'bo'];
const LOOK_EVERY_MS = 200;
const PYTHON = join(ROOT, 'trainer/.venv/bin/python');

/** The learning chain in this process, its trainers in processes of their own. */
export async function learningChain(folder: string, shippedModels: string): Promise<LearningChain> {
  const registry = join(folder, 'models');
  if (!existsSync(registry)) cpSync(shippedModels, registry, { recursive: true });
  const broker = memoryBroker({ topics: TOPICS, now: Date.now, drive: 'auto' });
  const codec = { ...memoryCodec(), ready: async () => {} };
  const world = { broker, codec, clock: systemClock, logger: quietLogger, metrics: unmeasured };
  const limits = {
    controlEveryMs: 1_000,
    trustSource: false,
    retryLimitMs: 60_000,
    epoch: 0,
    heardTopics: HEARD_TOPICS,
  };
  const config = launchConfigSchema.parse({});
  const ports: Readonly<Record<string, unknown>> = {
    scrub: scrubPorts(),
    training: { config: trainingConfigSchema.parse(TRAINING) },
    launch: { config },
  };
  const stages = LEARNING as unknown as readonly AnyStage[];
  const running: RunningStage[] = [];
  for (const stage of stages.filter(({ name }) => name in ports))
    running.push(
      await runStage(stage, await stage.open(ports[stage.name]), { ...world, store: memoryStateStore() }, limits),
    );
  const producer = await broker.producer();
  const jobs = new Map<string, TrainingJob>();
  const store = join(folder, 'training');
  const desk = promotionDesk({ registry: modelRegistry(folderStore(registry)), broker, codec, keys: [] });
  const detectors = wantedModels(inferenceConfigSchema.parse({}));
  const works = launcherWorks({
    ...{ broker, codec, producer, config, clock: systemClock },
    store: openTrainingStore(store, {} as never),
    models: modelsInForce({ desk, detectors, announce: async () => {}, clock: systemClock }),
    jobs: () => jobs.values(),
    entityName: (_, written) => written,
    eventName: (_, id) => id,
  });
  const runner = localRunner({
    command: [PYTHON, ...trainerArguments({ store, registry, key: '' })],
    ...{ cwd: join(ROOT, 'trainer'), folder: store },
    environment: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PYTHONPATH: join(ROOT, 'trainer') },
  });
  const launcher = await startLauncher({ ...world, config, runner, works, jobs });

  const send = (topic: AnyTopic, tenant: string, id: string, value: object) =>
    producer.send([sendOf(topic, { tenant, id }, value, codec)]);

  async function learn(tenant: string, alerts: readonly JudgedHour[]): Promise<Learned> {
    const startedAt = performance.now();
    for (const [place, { rows, isAttack, host }] of alerts.entries()) {
      const uid = idOf('bench', tenant, String(place));
      const evidence = rows.map(({ event, row, confidence }) => ({
        ...{
          event: { ...event, tenant },
          score: confidence,
          confidence,
          base: null,
          ensemble: '',
          detections: [],
          row,
        },
      }));
      await send(ALERTS_EVIDENCE, tenant, uid, { uid, tenant, revision: 1, evidence });
      const verdict = { alert: uid, verdict: isAttack ? 'true_positive' : 'false_positive', reason: '', rule: host };
      const feedback: Feedback = {
        ...{ id: `v${place}`, tenant, time: Date.now(), author: ANALYSTS[place % ANALYSTS.length] as string },
        body: { 'vedette.Verdict': verdict } as Feedback['body'],
      };
      await send(FEEDBACK_SUBMITTED, tenant, uid, feedback);
    }
    const job = await ended(tenant);
    const promotions = await readTable(broker, codec, MODELS_PROMOTED);
    const triggers = await readValues(broker, codec, TRAINING_TRIGGERED);
    const { state, reason, details, joined, figures, version, models, attempt } = job;
    return {
      triggers: triggers.filter(({ value }) => value.tenant === tenant).length,
      job: { state, reason, details, joined, figures, version, models, attempt },
      seconds: Math.round((performance.now() - startedAt) / 1000),
      promoted: [...promotions.values()]
        .filter((one) => one.tenant === tenant)
        .map((one) => `${one.name}@${one.version}`),
    };
  }

  /** The tenant's one job, once nothing more happens to it. */
  async function ended(tenant: string): Promise<TrainingJob> {
    for (;;) {
      const told = [...(await readTable(broker, codec, TRAINING_JOBS)).values()].find((one) => one.tenant === tenant);
      if (told && !['queued', 'running'].includes(told.state)) return told;
      const failed = [launcher.failed, ...running.map((one) => one.failed)];
      await Promise.race([...failed, systemClock.sleep(LOOK_EVERY_MS)]);
    }
  }

  const [shipped = ''] = readdirSync(join(shippedModels, 'vedette-ensemble'));
  return {
    ...{ registry, store, shipped, learn, promotions: desk.promotions },
    async close() {
      await launcher.close();
      for (const stage of running) await stage.close();
      await broker.close();
    },
  };
}
