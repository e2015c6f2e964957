import { describe, expect, it } from '@jest/globals';
import type { Send } from '../../ports.ts';
import { batchingProducer } from './batching-producer.ts';

const send = (id: number, partition = 0): Send => ({
  topic: 't',
  partition,
  key: null,
  value: Uint8Array.of(id),
  headers: {},
});
const many = (count: number) => Array.from({ length: count }, () => send(0));
const ids = (request: readonly Send[]) => request.map(({ value }) => value?.[0]);

function given(produce: (records: readonly Send[]) => Promise<void> = async () => {}) {
  const requests: (readonly Send[])[] = [];
  const producer = batchingProducer(
    async (records) => {
      requests.push(records);
      await produce(records);
    },
    async () => {},
  );
  return { producer, requests };
}

describe('the batching producer', () => {
  it('puts what one wake-up asks for into one request', async () => {
    const { producer, requests } = given();
    await Promise.all([producer.send([send(1), send(2)]), producer.send([send(3, 1)])]);
    expect(requests.map(ids)).toEqual([[1, 2, 3]]);
  });

  it('has one request in flight and gathers the rest, in order', async () => {
    let flying = 0;
    const { producer, requests } = given(async () => {
      expect(++flying).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      flying--;
    });
    const first = producer.send([send(1)]);
    await new Promise((resolve) => setTimeout(resolve, 2));
    const others = [producer.send([send(2)]), producer.send([send(3)])];
    await Promise.all([first, ...others]);
    expect(requests.map(ids)).toEqual([[1], [2, 3]]);
  });

  it('resolves a call only when the last of its requests is stored', async () => {
    const { producer, requests } = given();
    await producer.send(many(2500));
    expect(requests.map(({ length }) => length)).toEqual([1000, 1000, 500]);
  });

  it('fails every call that had records in a request that failed, and only those', async () => {
    const { producer } = given(async (records) => {
      if (ids(records).includes(7)) throw new Error('lost');
    });
    const calls = [producer.send(many(1000)), producer.send([send(7)]), producer.send([send(1)])];
    const settled = await Promise.allSettled(calls);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(producer.send([send(1)])).resolves.toBeUndefined();
  });

  it('sends nothing more of a call once a part of it has failed', async () => {
    let failures = 1;
    const { producer, requests } = given(async () => {
      if (failures-- > 0) throw new Error('lost');
    });
    const [large, other] = await Promise.allSettled([producer.send(many(1500)), producer.send([send(9)])]);
    expect([large.status, other.status]).toEqual(['rejected', 'fulfilled']);
    expect(requests.slice(1).map(ids)).toEqual([[9]]);
  });

  it('sends what it took before it closes, and nothing after', async () => {
    const { producer, requests } = given();
    const taken = producer.send([send(1)]);
    await producer.close();
    await taken;
    expect(requests).toHaveLength(1);
    await expect(producer.send([send(2)])).rejects.toThrow('closed');
  });

  it('has nothing to do for no records', async () => {
    const { producer, requests } = given();
    await producer.send([]);
    expect(requests).toEqual([]);
  });
});
