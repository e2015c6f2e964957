import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import {
  ALERTS_RAISED,
  type DetectionFinding,
  FEEDBACK_SUBMITTED,
  MODELS_PROMOTED,
  TRAINING_JOBS,
  TRAINING_TRIGGERED,
  type TrainingJob,
  type TrainingTrigger,
} from '../../src/domain/contracts.gen.ts';
import type { AnyTopic } from '../../src/domain/topic.ts';
import { readEnvironment } from '../../src/environment.ts';
import { SHIPPED_MODELS } from '../../src/local-ports.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { quietLogger } from '../../src/shell/quiet.ts';
import { registryCodec } from '../../src/shell/schema-registry/codec.ts';
import { registryClient } from '../../src/shell/schema-registry/registry-client.ts';
import { STAGES } from '../../src/topology.ts';
import { until } from '../contract/until.ts';
import { describeOnServers } from '../e2e/on-servers.ts';
import { type StageProcess, startStage, succeed, type Variables } from '../e2e/processes.ts';
import { feedback } from '../feedback.ts';
import { type Deed, deedLine } from './telemetry.ts';

const RUN_WITHIN_MS = 600_000;
const STEP_WITHIN_MS = 240_000;
const TENANT = 'acme';
const HOSTS = 250;
/** Judged with the new version. */
const MORE_HOSTS = 40;
const ANALYSTS = ['ana', 'bo'];

await describeOnServers('the loop of learning, on real servers', ({ variables: servers }) => {
  const started: StageProcess[] = [];
  const folders: string[] = [];
  afterAll(async () => {
    await Promise.all(started.map((one) => one.kill()));
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it(
    'given 500 verdicts, processes killed at every step, then one training, one promotion, and alerts by the new version',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'vedette-loop-'));
      folders.push(folder);
      const variables: Variables = {
        ...servers,
        VEDETTE_HTTP_PORT: '0',
        VEDETTE_MODELS: await ownRegistry(folder),
        VEDETTE_TRAINING_STORE: join(folder, 'training'),
        VEDETTE_INFERENCE_DEADLINE_MS: '60000',
      };
      await succeed(['topics', 'apply', '--replicas', '1'], variables);
      await succeed(['schemas', 'register'], variables);
      const chain = new Map(STAGES.map(({ name }) => [name as string, startStage(name, variables)]));
      started.push(...chain.values());
      await until('every stage runs', () => [...chain.values()].every(({ isRunning }) => isRunning), STEP_WITHIN_MS);
      async function replace(stage: string) {
        await chain.get(stage)?.kill();
        const next = startStage(stage, variables);
        chain.set(stage, next);
        started.push(next);
      }
      const log = await openLog(variables);

      await produce(folder, variables, 0, HOSTS);
      const judged = await alertsOf(log, 2 * HOSTS);
      const [last, ...others] = judged.toReversed();
      await log.say(others.slice(0, 300));
      await replace('scrub');
      await log.say(others.slice(300));
      await replace('training');
      await until(
        'all but one wait',
        async () => (await bufferedVerdicts(variables)) === 2 * HOSTS - 1,
        STEP_WITHIN_MS,
      );
      expect(await log.values<TrainingTrigger>(TRAINING_TRIGGERED)).toEqual([]);
      await log.say([last as Judged]);

      const running = await log.job('running');
      expect(running.count).toBe(2 * HOSTS);
      await replace('launch');
      await killTrainer(join(folder, 'training'), running);
      const promoted = await log.job('promoted');
      expect(promoted).toMatchObject({ tenant: TENANT, joined: { lessons: 2 * HOSTS } });
      const { version } = promoted;
      expect(promoted.models.toSorted()).toEqual([`vedette-classifier@${version}`, `vedette-ensemble@${version}`]);

      await replace('inference');
      // what lies on a partition when it is taken over may have been scored, so it is scored as before
      await produce(folder, variables, 10_000, 1);
      await alertsOf(log, 2 * HOSTS + 2);
      await produce(folder, variables, HOSTS, MORE_HOSTS);
      const ensemble = `vedette-ensemble@${version}`;
      await until(
        'alerts come by the new version',
        async () => (await log.alerts()).filter((one) => one.ensemble === ensemble).length >= 2 * MORE_HOSTS,
        STEP_WITHIN_MS,
      );
      const later = (await log.alerts()).filter((one) => one.ensemble === ensemble);
      await log.say(later);
      const told = await answered('the effect is told', async () => {
        const { stdout } = await succeed(['training', 'status', '--tenant', TENANT, '--json'], variables);
        const { effect } = JSON.parse(stdout);
        return effect[TENANT]?.find(
          (one: { version: string; judged: number }) => one.version === ensemble && one.judged === later.length,
        );
      });
      expect(told).toMatchObject({ attacks: later.filter(({ deed }) => deed === 'dump').length });
      await succeed(['training', 'effect', '--tenant', TENANT, '--svg', join(folder, 'effect.svg')], variables);
      expect(await readFile(join(folder, 'effect.svg'), 'utf8')).toContain(version);

      const triggers = await log.values<TrainingTrigger>(TRAINING_TRIGGERED);
      expect(new Set(triggers.map(({ id }) => id)).size).toBe(1);
      const promotions = await log.values<{ name: string; tenant: string; version: string }>(MODELS_PROMOTED);
      expect(new Set(promotions.map((one) => `${one.tenant} ${one.name}@${one.version}`))).toEqual(
        new Set(promoted.models.map((model) => `${TENANT} ${model}`)),
      );
      const redis = new Redis(servers.REDIS_URL ?? '');
      expect(JSON.parse((await redis.get(`NEW_MODEL_AVAILABLE:${TENANT}`)) ?? '{}')).toMatchObject({
        models: promoted.models,
      });
      redis.disconnect();
      await succeed(['audit', '--wait', '60'], variables);
      await log.close();
    },
    RUN_WITHIN_MS,
  );
});

/** The models that ship, in a registry that may be written. */
async function ownRegistry(folder: string): Promise<string> {
  const { cp } = await import('node:fs/promises');
  const registry = join(folder, 'models');
  await cp(SHIPPED_MODELS, registry, { recursive: true });
  return registry;
}

async function produce(folder: string, variables: Variables, from: number, hosts: number): Promise<void> {
  const now = Date.now();
  const lines = Array.from({ length: hosts }, (_, i) => [
    deedLine('dump', from + i, now),
    deedLine('deploy', from + i, now),
  ]).flat();
  const file = join(folder, `deeds-${from}.jsonl`);
  await writeFile(file, `${lines.join('\n')}\n`);
  await succeed(['produce', file, '--tenant', TENANT], variables);
}

interface Judged {
  readonly uid: string;
  readonly deed: Deed;
  readonly host: string;
  readonly ensemble: string;
}

type OpenLog = Awaited<ReturnType<typeof openLog>>;

async function openLog(variables: Variables) {
  const { kafka, registry } = readEnvironment(variables);
  const broker = kafkaBroker(kafka, quietLogger);
  const codec = registryCodec(registryClient(registry));
  await codec.ready([FEEDBACK_SUBMITTED.name]);
  const producer = await broker.producer();
  let said = 0;
  async function values<T>(topic: AnyTopic): Promise<readonly T[]> {
    const found: T[] = [];
    for await (const { value } of broker.readAll(topic.name)) {
      const decoded = value && (await codec.decode(topic.name, value));
      if (decoded?.ok) found.push(decoded.value as T);
    }
    return found;
  }
  async function alerts(): Promise<readonly Judged[]> {
    const raised = await values<DetectionFinding>(ALERTS_RAISED);
    return raised.flatMap(({ activity_id, finding_info, message }) => {
      const [, deed, host] = /on host (dump|deploy)(-\d+)/.exec(finding_info.title ?? message ?? '') ?? [];
      if (activity_id !== 1 || deed === undefined) return [];
      const joined = finding_info.related_analytics?.find(({ uid }) => uid === 'vedette-ensemble');
      const ensemble = joined ? `${joined.uid}@${joined.version}` : '';
      return [{ uid: finding_info.uid, deed: deed as Deed, host: `${deed}${host}`, ensemble }];
    });
  }
  return {
    values,
    alerts,
    /** Verdicts of two analysts in turn: a dump is an attack, a deployment is not. */
    async say(judged: readonly Judged[]) {
      const sends = judged.map(({ uid, deed }) => {
        said += 1;
        const verdict = deed === 'dump' ? 'true_positive' : 'false_positive';
        const author = ANALYSTS[Math.floor(said / 2) % 2] as string;
        const value = feedback(
          'verdict',
          { alert: uid, verdict, rule: deed },
          { id: `v${said}`, author, time: Date.now() },
        );
        return {
          ...{ topic: FEEDBACK_SUBMITTED.name, partition: 0, key: Buffer.from(`${TENANT}/${uid}`) },
          value: codec.encode(FEEDBACK_SUBMITTED.name, value),
          headers: { 'tenant-id': Buffer.from(TENANT) },
        };
      });
      await producer.send(sends);
    },
    /** The one job once it has come into the state. */
    async job(state: TrainingJob['state']): Promise<TrainingJob> {
      let found: TrainingJob | undefined;
      await until(
        `the training is ${state}`,
        async () => {
          found = (await values<TrainingJob>(TRAINING_JOBS)).at(-1);
          if (found && ['refused', 'failed'].includes(found.state)) throw new Error(JSON.stringify(found));
          return found?.state === state;
        },
        STEP_WITHIN_MS,
      );
      return found as TrainingJob;
    },
    async close() {
      await producer.close();
      await broker.close();
    },
  };
}

/** One alert for each deed and host. */
async function alertsOf(log: OpenLog, count: number): Promise<readonly Judged[]> {
  let found: readonly Judged[] = [];
  await until(
    'every deed has raised its alert',
    async () => {
      found = [...new Map((await log.alerts()).map((one) => [one.host, one])).values()];
      return found.length >= count;
    },
    STEP_WITHIN_MS,
  );
  return found.slice(0, count);
}

async function bufferedVerdicts(variables: Variables): Promise<number> {
  const { stdout } = await succeed(['training', 'status', '--tenant', TENANT, '--json'], variables);
  return JSON.parse(stdout).buffers[0]?.buffered ?? 0;
}

/** The trainer of the attempt dies in the middle of its work. */
async function killTrainer(store: string, { dataset, attempt }: TrainingJob): Promise<void> {
  const place = join(store, TENANT, dataset.slice(0, 16));
  const file = (await readdir(place)).find((name) => name.endsWith(`-${attempt}.pid`));
  process.kill(Number(await readFile(join(place, file ?? ''), 'utf8')), 'SIGKILL');
}

/** What the question answers once it answers something. */
async function answered<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  let found: T | undefined;
  await until(
    what,
    async () => {
      found = await ask();
      return found !== undefined;
    },
    STEP_WITHIN_MS,
  );
  return found as T;
}
