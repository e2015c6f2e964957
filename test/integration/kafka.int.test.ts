import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type KafkaAdmin, kafkaAdmin } from '../../src/shell/kafka/admin.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { brokerContract } from '../contract/broker-contract.ts';
import { until } from '../contract/until.ts';
import { quiet } from './quiet.ts';
import { withServers } from './servers.ts';

await withServers(['kafka'], ({ kafka }) => {
  const config = { brokers: kafka.split(','), clientId: 'vedette-test' };
  let admin: KafkaAdmin;

  beforeAll(() => {
    admin = kafkaAdmin(config, quiet);
  });
  afterAll(() => admin.close());

  brokerContract('Kafka', async (partitions) => {
    const topic = `contract.${randomUUID()}`;
    await admin.create({ topic, partitions, replicas: 1, config: {} });
    return { topic, broker: kafkaBroker(config, quiet) };
  });

  it('given a topic that is followed, when records come now and then, then each is read within a second of its ack', async () => {
    const topic = `followed.${randomUUID()}`;
    await admin.create({ topic, partitions: 1, replicas: 1, config: {} });
    const broker = kafkaBroker(config, quiet);
    const producer = await broker.producer();
    const stop = new AbortController();
    const readAt: number[] = [];
    const following = broker.follow(
      topic,
      (records) => readAt.push(...records.map(() => performance.now())),
      stop.signal,
    );
    const tookMs: number[] = [];
    for (let i = 0; i < 20; i++) {
      await producer.send([{ topic, partition: 0, key: null, value: new Uint8Array([i]), headers: {} }]);
      const ackedAt = performance.now();
      await until('what came', () => readAt.length === i + 1);
      // the first waits until the consumer has joined its group
      if (i > 0) tookMs.push(Math.max(0, (readAt[i] ?? 0) - ackedAt));
      await sleep(100 + 37 * i);
    }
    stop.abort();
    await following;
    await producer.close();
    await broker.close();
    const sorted = tookMs.toSorted((a, b) => a - b);
    const [median = 0, most = 0] = [sorted[9], sorted.at(-1)];
    process.stderr.write(`read ${median.toFixed(1)} ms after the ack in the median, ${most.toFixed(1)} ms at most\n`);
    expect(most).toBeLessThan(1_000);
  }, 60_000);
});
