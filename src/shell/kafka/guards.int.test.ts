import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs, { type Kafka } from 'kafkajs';
import { recordingHandler } from '../../../test/contract/recording-handler.ts';
import { until } from '../../../test/contract/until.ts';
import { quiet } from '../../../test/integration/quiet.ts';
import { withServers } from '../../../test/integration/servers.ts';
import type { Broker, Consumer, Send } from '../../ports.ts';
import { UNREADABLE_HEADER } from '../../runner/decode.ts';
import { RetriableError } from '../../stage.ts';
import { type KafkaAdmin, kafkaAdmin } from './admin.ts';
import { kafkaBroker } from './broker.ts';
import { AT_ONCE, kafkaClient, PATIENT } from './client.ts';
import { PRODUCER_SETTINGS, repeatingProducer } from './producer.ts';

const { CompressionTypes } = kafkajs;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

await withServers(['kafka'], ({ kafka }) => {
  const config = { brokers: kafka.split(','), clientId: 'vedette-test' };
  const closing: (() => Promise<unknown>)[] = [];
  let admin: KafkaAdmin;
  let broker: Broker;
  let client: Kafka;

  beforeAll(() => {
    admin = kafkaAdmin(config, quiet);
    broker = kafkaBroker(config, quiet);
    client = kafkaClient(config, quiet, PATIENT);
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterAll(() => Promise.all([admin.close(), broker.close()]));

  async function given(partitions: number) {
    const topic = `guards.${randomUUID()}`;
    const group = `group.${topic}`;
    await admin.create({ topic, partitions, replicas: 1, config: {} });
    const producer = await broker.producer();
    closing.push(() => producer.close());
    const send = (partition: number, ...values: string[]) =>
      producer.send(
        values.map((value): Send => ({ topic, partition, key: null, value: Buffer.from(value), headers: {} })),
      );
    const consume = async (handler: ReturnType<typeof recordingHandler>): Promise<Consumer> => {
      const consumer = await broker.consume({ group, topic, handler });
      closing.push(() => consumer.close());
      return consumer;
    };
    return { topic, group, send, consume };
  }

  describe('a handler', () => {
    it('that is told to wait gets its partition anew and the batch again, while the others go on', async () => {
      const { send, consume } = await given(2);
      let failures = 0;
      const handler = recordingHandler({
        async batch({ partition }) {
          if (partition === 0 && failures++ < 2) throw new RetriableError('not yet');
        },
      });
      await consume(handler);
      await send(0, 'a');
      await send(1, 'b');
      await until('the other partition', () => handler.values(1).length === 1);
      expect(handler.values(0)).toEqual([]);
      await until('the record at last', () => handler.values(0).length === 1);
      const calls = handler.calls.filter((call) => call.endsWith('0'));
      const again = ['revoked 0', 'assigned 0', 'batch 0'];
      expect(calls).toEqual(['assigned 0', 'batch 0', ...again, ...again]);
    });

    it('that takes longer than the session keeps its membership and holds up no other partition', async () => {
      const { send, consume } = await given(2);
      const handler = recordingHandler({
        async batch({ records }) {
          if (Buffer.from(records[0]?.value ?? []).toString() === 'slow') await pause(13_000);
        },
      });
      const consumer = await consume(handler);
      await send(0, 'slow');
      await until('the slow one has begun', () => handler.calls.includes('batch 0'));
      await send(1, 'quick');
      await until('the quick one', () => handler.values(1).length === 1, 3000);
      await until('the slow one', () => handler.values(0).length === 1);
      await send(0, 'next');
      await until('the next one', () => handler.values(0).length === 2, 30_000);
      expect(handler.values(0)).toEqual(['slow', 'next']);
      expect(handler.calls).not.toContain('revoked 0');
      expect(Date.now() - consumer.lastSeen()).toBeLessThan(2000);
    }, 60_000);
  });

  describe('an offset', () => {
    it('that retention has taken is passed over in the open, and the commit keeps its metadata', async () => {
      const { topic, group, send, consume } = await given(1);
      await send(0, 'a', 'b', 'c', 'd');
      const first = recordingHandler({ batch: (_, control) => control.commit(1, 'mine') });
      const consumer = await consume(first);
      await until('all', () => first.records.length === 4);
      await consumer.close();
      await deleteRecords(topic, '3');
      const second = recordingHandler({ assigned: async () => 1 });
      await consume(second);
      await until('what is left', () => second.records.length === 1);
      expect(second.records[0]?.offset).toBe(3);
      expect(await broker.committed(group, topic)).toEqual([{ offset: 1, metadata: 'mine' }]);
    });

    it('that retention takes while we read is passed over in the open', async () => {
      const { topic, send, consume } = await given(1);
      await send(0, 'a', 'b', 'c', 'd');
      const handler = recordingHandler({
        async batch(batch, control) {
          if (batch.records[0]?.offset !== 0) return;
          await deleteRecords(topic, '3');
          control.seek(1);
        },
      });
      await consume(handler);
      await until('the last one again', () => handler.records.length > 4);
      expect(handler.records.slice(4).map(({ offset }) => offset)).toEqual([3]);
    });

    it('beyond the end of the log means that the topic was created anew: the consumer gives up', async () => {
      const { send, consume } = await given(1);
      await send(0, 'a');
      const consumer = await consume(recordingHandler({ assigned: async () => 50 }));
      await expect(consumer.failed).rejects.toThrow('created anew');
    });
  });

  async function deleteRecords(topic: string, before: string): Promise<void> {
    const raw = client.admin();
    await raw.connect();
    // the library deletes only in topics it has heard of
    await raw.fetchTopicOffsets(topic);
    await raw.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: before }] });
    await raw.disconnect();
  }

  describe('what a strange producer sends', () => {
    async function stranger(
      topic: string,
      compression: number,
      messages: { value: string; headers?: Record<string, string> }[],
    ) {
      const producer = client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
      await producer.connect();
      await producer.send({ topic, compression, messages: messages.map((one) => ({ ...one, partition: 0 })) });
      await producer.disconnect();
    }

    it.each(['None', 'GZIP', 'Snappy', 'LZ4', 'ZSTD'] as const)('is read when it is packed with %s', async (codec) => {
      const { topic, consume } = await given(1);
      await stranger(topic, CompressionTypes[codec], [{ value: 'a' }, { value: 'b'.repeat(1000) }]);
      const handler = recordingHandler();
      await consume(handler);
      await until('both', () => handler.records.length === 2);
      expect(handler.values()).toEqual(['a', 'b'.repeat(1000)]);
    });

    it('is passed by when it is a bomb, and what follows is read', async () => {
      const { topic, send, consume } = await given(1);
      const { CompressionCodecs } = kafkajs as unknown as { CompressionCodecs: Record<number, unknown> };
      const ours = CompressionCodecs[CompressionTypes.GZIP];
      // 80 MB of zeros as the value of the one record of the batch, which the broker takes
      CompressionCodecs[CompressionTypes.GZIP] = () => ({
        compress: async (e: { buffer: Buffer }) => gzipSync(e.buffer),
      });
      await stranger(topic, CompressionTypes.GZIP, [{ value: '\0'.repeat(80 * 1024 * 1024) }]);
      CompressionCodecs[CompressionTypes.GZIP] = ours;
      await send(0, 'after');
      const handler = recordingHandler();
      await consume(handler);
      await until('what follows', () => handler.values().includes('after'));
      expect(handler.records[0]).toMatchObject({ offset: 0, key: null, value: null });
      expect(Buffer.from(handler.records[0]?.headers[UNREADABLE_HEADER] ?? []).toString()).toBe(
        'batch_undecompressable',
      );
    });

    it('loses its headers when there are far too many', async () => {
      const { topic, consume } = await given(1);
      const headers = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`h${index}`, '']));
      await stranger(topic, CompressionTypes.None, [{ value: 'a', headers }]);
      const handler = recordingHandler();
      await consume(handler);
      await until('the record', () => handler.records.length === 1);
      expect(handler.values()).toEqual(['a']);
      expect(Object.keys(handler.records[0]?.headers ?? {})).toEqual([UNREADABLE_HEADER]);
    });

    it('is left out when its transaction was aborted, and the end is found behind control records', async () => {
      const { topic, consume } = await given(1);
      const producer = client.producer({
        transactionalId: randomUUID(),
        idempotent: true,
        maxInFlightRequests: 1,
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      });
      await producer.connect();
      for (const [value, keep] of [
        ['kept', true],
        ['aborted', false],
      ] as const) {
        const transaction = await producer.transaction();
        await transaction.send({ topic, messages: [{ value, partition: 0 }] });
        await (keep ? transaction.commit() : transaction.abort());
      }
      await producer.disconnect();
      const handler = recordingHandler();
      await consume(handler);
      await until('idle', () => handler.idles.length > 0);
      expect(handler.values()).toEqual(['kept']);
      expect(handler.idles[0]).toEqual({ partition: 0, endOffset: 1 });
    });
  });

  describe('a topic that does not exist', () => {
    it('is not made by sending to it', async () => {
      const topic = `missing.${randomUUID()}`;
      const at = kafkaClient(config, quiet, AT_ONCE);
      const producer = repeatingProducer(() => at.producer(PRODUCER_SETTINGS), quiet, 500);
      const send = producer.send([{ topic, partition: 0, key: null, value: Buffer.from('a'), headers: {} }]);
      await expect(send).rejects.toBeInstanceOf(RetriableError);
      await producer.close();
      expect(await broker.partitions(topic)).toBeNull();
    });

    it('is not made by reading from it', async () => {
      const topic = `missing.${randomUUID()}`;
      const consumer = await broker.consume({ group: `group.${topic}`, topic, handler: recordingHandler() });
      await pause(1500);
      await consumer.close();
      expect(await broker.partitions(topic)).toBeNull();
    });
  });

  it('reading without a group leaves no group behind', async () => {
    const { topic, send } = await given(1);
    await send(0, 'a');
    for await (const record of broker.readAll(topic)) expect(record.offset).toBe(0);
    const raw = client.admin();
    await raw.connect();
    const { groups } = await raw.listGroups();
    await raw.disconnect();
    expect(groups.map(({ groupId }) => groupId).filter((id) => id.includes(topic))).toEqual([]);
  });

  it('takes a single record of 16 MB', async () => {
    const topic = `guards.${randomUUID()}`;
    await admin.create({ topic, partitions: 1, replicas: 1, config: { 'max.message.bytes': '20971520' } });
    const producer = await broker.producer();
    closing.push(() => producer.close());
    const value = randomBytes(16 * 1024 * 1024);
    await producer.send([{ topic, partition: 0, key: null, value, headers: {} }]);
    const handler = recordingHandler();
    const consumer = await broker.consume({ group: `group.${topic}`, topic, handler });
    closing.push(() => consumer.close());
    await until('the record', () => handler.records.length === 1);
    expect(value.equals(handler.records[0]?.value ?? new Uint8Array())).toBe(true);
  });

  it('says for good that a record is too large for its topic', async () => {
    const { topic } = await given(1);
    const producer = await broker.producer();
    closing.push(() => producer.close());
    const value = randomBytes(3 * 1024 * 1024);
    const error = await producer
      .send([{ topic, partition: 0, key: null, value, headers: {} }])
      .catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(RetriableError);
  });
});
