import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShardChange, StateStore } from '../../src/ports.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const list = (value: Uint8Array | null | undefined) => (value ? [...value] : value);

interface Change {
  readonly record: number;
  readonly states?: Record<string, number | null>;
  readonly timers?: Record<string, number | null>;
}

const change = (version: number, { record, states = {}, timers = {} }: Change): ShardChange => ({
  version,
  record: bytes(record),
  states: new Map(Object.entries(states).map(([key, value]) => [key, value === null ? null : bytes(value)])),
  timers: new Map(Object.entries(timers)),
});

/** What the runner relies on, checked on the twin and on the real thing. */
export function stateStoreContract(name: string, open: () => Promise<StateStore>): void {
  describe(`state store port: ${name}`, () => {
    let store: StateStore;
    let shards = 0;
    const fresh = () => `contract:${process.pid}.${Date.now()}.${shards++}:1`;

    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    it('knows nothing of a shard that was never saved', async () => {
      const shard = fresh();
      expect(await store.open(shard)).toBeNull();
      expect(await store.load(shard, 0, ['a', 'b'])).toEqual([null, null]);
    });

    it('gives back the record, the timers and the states of a save', async () => {
      const shard = fresh();
      expect(
        await store.save(shard, 0, change(1, { record: 7, states: { a: 1, b: 2 }, timers: { a: 1700000000123 } })),
      ).toBe(true);
      const opened = await store.open(shard);
      expect(opened?.version).toBe(1);
      expect(list(opened?.record)).toEqual([7]);
      expect([...(opened?.timers ?? [])]).toEqual([['a', 1700000000123]]);
      expect((await store.load(shard, 1, ['b', 'none', 'a']))?.map(list)).toEqual([[2], null, [1]]);
    });

    it.each([0, 1, 3])('gives no states when the version is 2 and %d was expected', async (expected) => {
      const shard = fresh();
      await store.save(shard, 0, change(1, { record: 1, states: { a: 1 } }));
      await store.save(shard, 1, change(2, { record: 2, states: { a: 2 } }));
      expect(await store.load(shard, expected, ['a'])).toBeNull();
    });

    it('gives no states of a shard that has vanished', async () => {
      expect(await store.load(fresh(), 1, ['a'])).toBeNull();
    });

    it('loads nothing for no keys, and says whether the version is the expected one', async () => {
      const shard = fresh();
      expect(await store.load(shard, 0, [])).toEqual([]);
      await store.save(shard, 0, change(7, { record: 1 }));
      expect([await store.load(shard, 0, []), await store.load(shard, 7, [])]).toEqual([null, []]);
    });

    it('takes the version that it is given', async () => {
      const shard = fresh();
      const far = Date.now() * 1000;
      expect(await store.save(shard, 0, change(far, { record: 1 }))).toBe(true);
      expect((await store.open(shard))?.version).toBe(far);
      expect(await store.save(shard, 1, change(2, { record: 2 }))).toBe(false);
      expect(await store.save(shard, far, change(far + 1, { record: 2 }))).toBe(true);
    });

    it('raises the version with each save', async () => {
      const shard = fresh();
      for (const version of [0, 1, 2])
        expect(await store.save(shard, version, change(version + 1, { record: version }))).toBe(true);
      expect((await store.open(shard))?.version).toBe(3);
    });

    it.each([0, 1, 3])('changes nothing when the version is 2 and %d was expected', async (expected) => {
      const shard = fresh();
      await store.save(shard, 0, change(1, { record: 1, states: { a: 1 }, timers: { a: 5 } }));
      await store.save(shard, 1, change(2, { record: 2 }));
      expect(
        await store.save(shard, expected, change(expected + 1, { record: 9, states: { a: 9 }, timers: { a: null } })),
      ).toBe(false);
      const opened = await store.open(shard);
      expect([list(opened?.record), opened?.version, opened?.timers.get('a')]).toEqual([[2], 2, 5]);
      expect((await store.load(shard, 2, ['a']))?.map(list)).toEqual([[1]]);
    });

    it('refuses a first save that expects an earlier one', async () => {
      expect(await store.save(fresh(), 1, change(2, { record: 1 }))).toBe(false);
    });

    it('lets one of two owners through', async () => {
      const shard = fresh();
      const saves = [1, 2, 3].map((record) => store.save(shard, 0, change(1, { record, states: { owner: record } })));
      const saved = await Promise.all(saves);
      expect(saved.filter(Boolean)).toHaveLength(1);
      expect((await store.load(shard, 1, ['owner']))?.map(list)).toEqual([[saved.indexOf(true) + 1]]);
    });

    it('sets and deletes states and timers in one save', async () => {
      const shard = fresh();
      await store.save(shard, 0, change(1, { record: 1, states: { a: 1, b: 2 }, timers: { a: 10, b: 20 } }));
      await store.save(shard, 1, change(2, { record: 2, states: { a: null, c: 3 }, timers: { b: null, c: 30 } }));
      expect((await store.load(shard, 2, ['a', 'b', 'c']))?.map(list)).toEqual([null, [2], [3]]);
      expect([...((await store.open(shard))?.timers ?? [])].sort()).toEqual([
        ['a', 10],
        ['c', 30],
      ]);
    });

    it('keeps shards apart', async () => {
      const [one, other] = [fresh(), fresh()];
      await store.save(one, 0, change(1, { record: 1, states: { a: 1 } }));
      expect(await store.open(other)).toBeNull();
      expect(await store.load(other, 0, ['a'])).toEqual([null]);
    });

    it('takes any bytes and any key', async () => {
      const shard = fresh();
      const key = 'tenant/ключ {x}:\n"__proto__"';
      const every = Uint8Array.from({ length: 256 }, (_, index) => index);
      const saved = {
        version: 1,
        record: new Uint8Array(0),
        states: new Map([
          [key, every],
          ['', every],
        ]),
        timers: new Map([['__proto__', 1]]),
      };
      await store.save(shard, 0, saved);
      const opened = await store.open(shard);
      expect(opened?.record).toHaveLength(0);
      expect([...(opened?.timers ?? [])]).toEqual([['__proto__', 1]]);
      expect((await store.load(shard, 1, [key, '']))?.map(list)).toEqual([[...every], [...every]]);
    });

    it('saves thousands of states at once', async () => {
      const shard = fresh();
      const keys = Array.from({ length: 20_000 }, (_, index) => `key-${index}`);
      const states = new Map(keys.map((key, index) => [key, bytes(index % 256)]));
      const timers = new Map(keys.map((key, index) => [key, index]));
      expect(await store.save(shard, 0, { version: 1, record: bytes(1), states, timers })).toBe(true);
      expect((await store.load(shard, 1, keys))?.map(list)).toEqual(keys.map((_, index) => [index % 256]));
      expect((await store.open(shard))?.timers.size).toBe(20_000);
    });
  });
}
