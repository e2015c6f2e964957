import { afterAll, expect, it } from '@jest/globals';
import { readValues } from '../../src/cli/table-topic.ts';
import {
  FEEDBACK_SUBMITTED,
  TRAINING_TRIGGERED,
  type TrainingStatus,
  type TrainingTrigger,
} from '../../src/domain/contracts.gen.ts';
import { readEnvironment } from '../../src/environment.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { quietLogger } from '../../src/shell/quiet.ts';
import { registryCodec } from '../../src/shell/schema-registry/codec.ts';
import { registryClient } from '../../src/shell/schema-registry/registry-client.ts';
import { until } from '../contract/until.ts';
import { describeOnServers } from '../e2e/on-servers.ts';
import { type StageProcess, startStage, succeed, type Variables } from '../e2e/processes.ts';
import { feedback } from '../feedback.ts';

const RUN_WITHIN_MS = 400_000;
/** The stage looks for orders once a minute. */
const LOOKED_WITHIN_MS = 150_000;
const LENIENT = {
  ...{ VEDETTE_TRAINING_LEAST: '2', VEDETTE_TRAINING_SCHEDULE: '', VEDETTE_TRAINING_QUORUM: '1' },
  ...{ VEDETTE_TRAINING_ANALYST_SHARE: '1', VEDETTE_TRAINING_RULE_SHARE: '1', VEDETTE_TRAINING_LEAST_CLASS_SHARE: '0' },
};

await describeOnServers('orders to train and to erase, on real servers', ({ variables: servers }) => {
  const started: StageProcess[] = [];
  afterAll(async () => void (await Promise.all(started.map((one) => one.kill()))), 60_000);

  it(
    'given feedback that is too little to be trained on by itself, then an order trains on it, and an erasure takes the rest out',
    async () => {
      const variables: Variables = { ...servers, ...LENIENT, VEDETTE_HTTP_PORT: '0' };
      await succeed(['topics', 'apply', '--replicas', '1'], variables);
      await succeed(['schemas', 'register'], variables);
      started.push(...['scrub', 'training'].map((stage) => startStage(stage, variables)));
      await until('both run', () => started.every(({ isRunning }) => isRunning), 60_000);
      const { kafka, registry } = readEnvironment(variables);
      const broker = kafkaBroker(kafka, quietLogger);
      const codec = registryCodec(registryClient(registry));
      await codec.ready([FEEDBACK_SUBMITTED.name]);
      const producer = await broker.producer();
      const say = (id: string, author: string) =>
        producer.send([
          {
            ...{ topic: FEEDBACK_SUBMITTED.name, partition: 0, key: Buffer.from(`acme/${author}`) },
            value: codec.encode(
              FEEDBACK_SUBMITTED.name,
              feedback('verdict', { alert: alertId(id) }, { id, author, time: Date.now() }),
            ),
            headers: { 'tenant-id': Buffer.from('acme') },
          },
        ]);
      const buffer = async (): Promise<TrainingStatus | undefined> => {
        const { stdout } = await succeed(['training', 'status', '--tenant', 'acme', '--json'], variables);
        return JSON.parse(stdout).buffers.find((one: TrainingStatus) => one.kind === 'verdict');
      };
      const triggers = async (): Promise<readonly TrainingTrigger[]> =>
        (await readValues(broker, codec, TRAINING_TRIGGERED)).map(({ value }) => value);

      for (const id of ['1', '2', '3']) await say(id, 'ana');
      await until('three wait', async () => (await buffer())?.buffered === 3, 60_000);
      expect(await triggers()).toEqual([]);
      await succeed(['training', 'trigger', '--tenant', 'acme', '--by', 'olga'], variables);
      await until('it is triggered', async () => (await triggers()).length > 0, LOOKED_WITHIN_MS);
      const [trigger] = await triggers();
      expect(trigger).toMatchObject({ tenant: 'acme', cause: 'manual', count: 3, kind: 'verdict' });

      await say('4', 'ana');
      await say('5', 'bo');
      await until('two wait', async () => (await buffer())?.buffered === 2, 60_000);
      const [author = ''] = Object.keys(trigger?.manifest.authors ?? {});
      const { stdout } = await succeed(
        ['training', 'erase', '--tenant', 'acme', '--author', author, '--json'],
        variables,
      );
      // nothing was trained here, so no model has learned
      expect(JSON.parse(stdout)).toMatchObject({ order: { action: 'erase', author }, learned: [] });
      await until("ana's is gone", async () => (await buffer())?.buffered === 1, LOOKED_WITHIN_MS);
      await say('6', 'ana');
      await say('7', 'bo');
      await until("only bo's is taken", async () => (await buffer())?.buffered === 2, 60_000);
      await producer.close();
      await broker.close();
    },
    RUN_WITHIN_MS,
  );
});

/** In the form of those that alerts get. */
const alertId = (id: string): string => `7c9e6679-7425-50de-944b-${id.padStart(12, 'a')}`;
