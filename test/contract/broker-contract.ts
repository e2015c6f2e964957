import { afterEach, describe, expect, it } from '@jest/globals';
import type { Broker, Consumer, Producer, Send, StoredRecord } from '../../src/ports.ts';
import { type Recording, recordingHandler, textOf } from './recording-handler.ts';
import { until } from './until.ts';

export interface BrokerWorld {
  readonly broker: Broker;
  /** An empty topic that nobody else uses. */
  readonly topic: string;
}

const bytes = (text: string) => new TextEncoder().encode(text);

/** What the runner relies on, checked on the twin and on the real thing. `open` is asked anew for each test. */
export function brokerContract(name: string, open: (partitions: number) => Promise<BrokerWorld>): void {
  describe(`broker port: ${name}`, () => {
    const closing: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close();
    });

    async function given(partitions: number) {
      const { broker, topic } = await open(partitions);
      closing.push(() => broker.close());
      const producer: Producer = await broker.producer();
      closing.push(() => producer.close());
      const group = `contract.${topic}`;
      const send = (partition: number, ...values: string[]) =>
        producer.send(
          values.map((value): Send => ({ topic, partition, key: bytes('k'), value: bytes(value), headers: {} })),
        );
      const consume = async (handler: Recording): Promise<Consumer> => {
        const consumer = await broker.consume({ group, topic, handler });
        closing.push(() => consumer.close());
        return consumer;
      };
      return { broker, topic, group, producer, send, consume };
    }

    it('knows topics and how many partitions they have', async () => {
      const { broker, topic } = await given(3);
      expect([await broker.partitions(topic), await broker.partitions('no.such.topic')]).toEqual([3, null]);
    });

    it('says where each partition begins and ends', async () => {
      const { broker, topic, send } = await given(2);
      await send(1, 'a', 'b');
      expect(await broker.offsets(topic)).toEqual([
        { start: 0, end: 0 },
        { start: 0, end: 2 },
      ]);
    });

    it('gives back what was sent, to the partition that was asked for', async () => {
      const { topic, producer, consume } = await given(2);
      const before = Date.now();
      const headers = { 'tenant-id': bytes('t'), empty: new Uint8Array(0) };
      await producer.send([
        { topic, partition: 1, key: bytes('key'), value: Uint8Array.of(0, 255, 10), headers },
        { topic, partition: 1, key: null, value: null, headers: {} },
        { topic, partition: 1, key: new Uint8Array(0), value: new Uint8Array(0), headers: {} },
      ]);
      const handler = recordingHandler();
      await consume(handler);
      await until('three records', () => handler.records.length === 3);
      const [full, none, empty] = handler.records.map(plain);
      expect(full).toMatchObject({ partition: 1, offset: 0, key: [...bytes('key')], value: [0, 255, 10] });
      expect(full?.headers).toEqual({ 'tenant-id': [...bytes('t')], empty: [] });
      expect(none).toMatchObject({ offset: 1, key: null, value: null, headers: {} });
      expect(empty).toMatchObject({ offset: 2, key: [], value: [] });
      expect(Math.abs((handler.records[0]?.timestamp ?? 0) - before)).toBeLessThan(60_000);
    });

    it('keeps the order of a partition over many sends', async () => {
      const { send, consume } = await given(2);
      const values = Array.from({ length: 3000 }, (_, index) => String(index));
      await Promise.all([send(0, ...values.slice(0, 2500)), send(0, ...values.slice(2500)), send(1, 'other')]);
      const handler = recordingHandler();
      await consume(handler);
      await until('all records', () => handler.records.length === 3001);
      expect(handler.values(0)).toEqual(values);
      expect(handler.records.filter((one) => one.partition === 0).map(({ offset }) => offset)).toEqual(
        values.map(Number),
      );
    });

    it('tells with each batch where the log ends', async () => {
      const { send, consume } = await given(1);
      await send(0, 'a', 'b', 'c');
      const handler = recordingHandler();
      await consume(handler);
      await until('three records', () => handler.records.length === 3);
      expect(handler.batches.at(-1)?.endOffset).toBe(3);
    });

    it('assigns a partition before its first batch', async () => {
      const { send, consume } = await given(1);
      await send(0, 'a');
      const handler = recordingHandler();
      const consumer = await consume(handler);
      await until('a record', () => handler.records.length === 1);
      expect(handler.calls.slice(0, 2)).toEqual(['assigned 0', 'batch 0']);
      expect(consumer.assignment()).toEqual([0]);
      expect(consumer.lastSeen()).toBeGreaterThan(0);
    });

    it('starts where the handler says', async () => {
      const { send, consume } = await given(1);
      await send(0, 'a', 'b', 'c', 'd');
      const handler = recordingHandler({ assigned: async () => 2 });
      await consume(handler);
      await until('two records', () => handler.records.length === 2);
      expect(handler.values()).toEqual(['c', 'd']);
    });

    it('starts at the end of the log when the handler says so', async () => {
      const { send, consume } = await given(1);
      await send(0, 'a', 'b');
      const handler = recordingHandler({ assigned: async () => 2 });
      await consume(handler);
      await until('assigned', () => handler.calls.includes('assigned 0'));
      await send(0, 'c');
      await until('a record', () => handler.records.length === 1);
      expect(handler.values()).toEqual(['c']);
    });

    it('starts at the commit of the group when the handler does not care', async () => {
      const { broker, group, topic, send, consume } = await given(2);
      await send(0, 'a', 'b', 'c');
      const first = recordingHandler({ batch: (_, control) => control.commit(2, '{"rebuildFrom":1}') });
      const consumer = await consume(first);
      await until('three records', () => first.records.length === 3);
      expect(await broker.committed(group, topic)).toEqual([{ offset: 2, metadata: '{"rebuildFrom":1}' }, null]);
      await consumer.close();
      const second = recordingHandler();
      await consume(second);
      await until('the rest', () => second.records.length > 0);
      expect(second.values()).toEqual(['c']);
    });

    it('knows of no commits where there are none', async () => {
      const { broker, topic } = await given(2);
      expect(await broker.committed(`nobody.${topic}`, topic)).toEqual([null, null]);
    });

    it('goes back when the handler seeks', async () => {
      const { send, consume } = await given(1);
      await send(0, 'a', 'b', 'c');
      let sought = false;
      const handler = recordingHandler({
        async batch(_, control) {
          if (!sought) control.seek(1);
          sought = true;
        },
      });
      await consume(handler);
      await until(
        'the records again',
        () => handler.values().slice(-2).join('') === 'bc' && handler.records.length > 3,
      );
      expect(handler.values().slice(0, 1)).toEqual(['a']);
    });

    it('says so when there is nothing to read', async () => {
      const { broker, topic, send, consume } = await given(2);
      await send(1, 'a');
      const handler = recordingHandler();
      await consume(handler);
      await ticking(broker, 'both are idle', () => new Set(handler.idles.map(({ partition }) => partition)).size === 2);
      expect(handler.idles).toContainEqual({ partition: 0, endOffset: 0 });
      expect(handler.idles).toContainEqual({ partition: 1, endOffset: 1 });
      expect((await broker.offsets(topic))[1]?.end).toBe(1);
    });

    it('never makes two calls for one partition at a time', async () => {
      const { broker, send, consume } = await given(2);
      const slowly = async () => new Promise<void>((resolve) => setTimeout(resolve, 20));
      const handler = recordingHandler({ batch: slowly, idle: slowly, revoked: slowly });
      const consumer = await consume(handler);
      for (let index = 0; index < 20; index++) await send(index % 2, String(index));
      await until('twenty records', () => handler.records.length === 20);
      await ticking(broker, 'idle', () => handler.idles.length > 0);
      await consumer.close();
      expect(handler.overlaps).toEqual([]);
    });

    it('lets the batch at hand end and commit when it closes, then takes the partitions away', async () => {
      const { broker, group, topic, send, consume } = await given(1);
      const entered = Promise.withResolvers<void>();
      const handler = recordingHandler({
        async batch(batch, control) {
          entered.resolve();
          await new Promise((resolve) => setTimeout(resolve, 50));
          await control.commit(batch.records.length, 'closing');
        },
      });
      const consumer = await consume(handler);
      await send(0, 'a');
      await entered.promise;
      await consumer.close();
      expect(handler.calls).toEqual(['assigned 0', 'batch 0', 'revoked 0']);
      expect(handler.controls.get(0)?.signal.aborted).toBe(true);
      expect(await broker.committed(group, topic)).toEqual([{ offset: 1, metadata: 'closing' }]);
    });

    it('splits partitions among members, and gives them to who is left', async () => {
      const { send, consume } = await given(2);
      const [one, other] = [recordingHandler(), recordingHandler()];
      const first = await consume(one);
      await until('all are with one', () => first.assignment().length === 2);
      const second = await consume(other);
      await until('each has one', () => first.assignment().length === 1 && second.assignment().length === 1);
      await until('the move is told', () => one.calls.includes('revoked 0') && one.calls.includes('revoked 1'));
      await first.close();
      await until('all are with the other', () => second.assignment().length === 2);
      await send(0, 'a');
      await send(1, 'b');
      await until('both records', () => other.records.length >= 2);
      expect(new Set(other.values())).toEqual(new Set(['a', 'b']));
    });

    it('gives up when the handler throws, and says why', async () => {
      const { send, consume } = await given(1);
      const bug = new TypeError('a bug');
      const handler = recordingHandler({ batch: () => Promise.reject(bug) });
      const consumer = await consume(handler);
      const failure = expect(consumer.failed).rejects.toBe(bug);
      await send(0, 'a');
      await failure;
    });

    it('reads a whole topic, partition after partition, up to where it ended at the time', async () => {
      const { broker, topic, send } = await given(3);
      await send(0, 'a', 'b');
      await send(2, 'c');
      const read: StoredRecord[] = [];
      for await (const record of broker.readAll(topic)) {
        if (read.length === 0) await send(0, 'later');
        read.push(record);
      }
      expect(read.map((record) => [record.partition, record.offset, textOf(record)])).toEqual([
        [0, 0, 'a'],
        [0, 1, 'b'],
        [2, 0, 'c'],
      ]);
    });

    it('reads an empty topic', async () => {
      const { broker, topic } = await given(2);
      const read: StoredRecord[] = [];
      for await (const record of broker.readAll(topic)) read.push(record);
      expect(read).toEqual([]);
    });

    it('stops reading when nobody wants more', async () => {
      const { broker, topic, send } = await given(1);
      await send(0, 'a', 'b');
      for await (const record of broker.readAll(topic)) {
        expect(textOf(record)).toBe('a');
        break;
      }
    });

    it('follows a topic from its start until it is told to stop', async () => {
      const { broker, topic, send } = await given(2);
      await send(0, 'a');
      const stop = new AbortController();
      const read: string[] = [];
      const following = broker.follow(topic, (records) => void read.push(...records.map(textOf)), stop.signal);
      await until('what was there', () => read.length === 1);
      await send(1, 'b');
      await until('what came', () => read.length === 2);
      stop.abort();
      await following;
      await send(0, 'c');
      expect(read).toEqual(['a', 'b']);
    });
  });
}

/** A twin that is driven by hand tells of idleness only when asked. */
async function ticking(broker: Broker, what: string, claim: () => boolean): Promise<void> {
  const { tick } = broker as { tick?: () => Promise<void> };
  await until(what, async () => {
    await tick?.();
    return claim();
  });
}

const plain = ({ partition, offset, key, value, headers }: StoredRecord) => ({
  partition,
  offset,
  key: key && [...key],
  value: value && [...value],
  headers: Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, header && [...header]])),
});
