import { describe, expect, it } from '@jest/globals';
import { balance } from '../../src/audit/balance.ts';
import { summarise } from '../../src/audit/summarise.ts';
import type { PublishedRule } from '../../src/domain/contracts.gen.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import { openEntry } from '../../src/runner/ledger.ts';
import { decodeRecord, encodeRecord } from '../../src/runner/record.ts';
import { RetriableError } from '../../src/stage.ts';
import {
  control,
  counting,
  drain,
  fragile,
  IN,
  ledgerOf,
  logOf,
  OUT,
  send,
  silence,
  start,
  valuesOf,
  type World,
  world,
} from './world.ts';

const counts = async (given: World) =>
  (await valuesOf<PublishedRule>(given, OUT.name)).map(({ id, time }) => `${id}:${time}`);
const from = (given: World, id: string, origin: string) => {
  const record = silence(given, id);
  return { ...record, headers: { ...record.headers, 'vedette-origin': Buffer.from(origin) } };
};

describe('lost state', () => {
  it('is rebuilt when the store is emptied while the stage runs', async () => {
    const given = world();
    const { world: fragileWorld, empty } = fragile(given);
    await start(fragileWorld);
    await send(given, silence(given, 'a'), silence(given, 'b'));
    await drain(given);
    empty();
    await send(given, control('intake/0', 1, 5));
    await drain(given);
    await send(given, silence(given, 'c'));
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'b:2', 'c:3']);
  });

  it('makes no empty states of those that vanish between the record and its states', async () => {
    const given = world();
    const { world: fragileWorld, empty } = fragile(given);
    const first = await start(fragileWorld);
    await send(given, silence(given, 'a'));
    await drain(given);
    await first.close();
    const { store } = fragileWorld;
    let loads = 0;
    const load: typeof store.load = async (...request) => {
      if (++loads === 1) empty();
      return store.load(...request);
    };
    await start({ ...fragileWorld, store: { ...store, load } });
    await send(given, silence(given, 'b'));
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'b:2']);
  });

  it('is rebuilt without sending again though the rebuild dies halfway and the state is lost a second time', async () => {
    const given = world();
    const first = await start(given);
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    await send(given, ...names.map((name) => silence(given, name)));
    await drain(given);
    await first.close();
    const { world: fragileWorld, empty } = fragile(given, (count) => {
      if (count === 3 || count === 6) throw new TypeError('the process dies here');
    });
    const dying = await start(fragileWorld);
    await drain(given);
    await expect(dying.failed).rejects.toThrow('dies here');
    empty();
    const dyingAgain = await start(fragileWorld);
    await drain(given);
    await expect(dyingAgain.failed).rejects.toThrow('dies here');
    await start(fragileWorld);
    await send(given, silence(given, 'i'));
    await drain(given);
    expect(await counts(given)).toEqual([...names, 'i'].map((name, index) => `${name}:${index + 1}`));
  });

  it('is rebuilt whole each time it is lost, though the store is away when the rebuild begins', async () => {
    const given = world();
    let isAway = false;
    const { world: fragileWorld, empty } = fragile(given, () => {
      if (!isAway) return;
      isAway = false;
      throw new RetriableError('the store is away');
    });
    await start(fragileWorld);
    await send(given, silence(given, 'a'));
    await drain(given);
    for (const name of ['b', 'c']) {
      empty();
      isAway = true;
      await send(given, silence(given, name));
      await drain(given);
    }
    expect(await counts(given)).toEqual(['a:1', 'b:2', 'c:3']);
  });

  it('leaves no gap in the ledger: a commit lies between two entries', async () => {
    const given = world();
    const savesTake = [900, 200, 200, 700];
    const save: typeof given.store.save = async (...request) => {
      await given.clock.advance(savesTake.shift() ?? 0);
      return given.store.save(...request);
    };
    const options = { controlEveryMs: 1000 };
    const first = await start({ ...given, store: { ...given.store, save } }, counting() as never, options);
    for (const id of ['a', 'b', 'c', 'd']) {
      await send(given, silence(given, id));
      await drain(given);
    }
    await first.close();
    await start({ ...given, store: memoryStateStore() }, counting() as never, options);
    await send(given, silence(given, 'e'), control('intake/0', 1, Number.POSITIVE_INFINITY));
    await drain(given);
    const entries = await ledgerOf(given);
    expect(balance(entries)).toEqual([]);
    expect(summarise(entries).partitions).toMatchObject([{ from: 0, to: 6, in: 5, forwarded: 5 }]);
  });

  it('is not overwritten by an owner from before, though as many saves were made since', async () => {
    const given = world();
    const { world: fragileWorld, empty } = fragile(given);
    const before = await start(fragileWorld);
    await send(given, silence(given, 'a'));
    await drain(given);
    const old = await fragileWorld.store.open('features:0:0');
    await before.close();
    empty();
    await given.clock.advance(1000);
    await start(fragileWorld);
    await drain(given);
    await send(given, silence(given, 'b'));
    await drain(given);
    const late = { version: 0, record: Buffer.alloc(0), states: new Map(), timers: new Map() };
    const versions = Array.from({ length: 10 }, (_, i) => (old?.version ?? 0) + i);
    const taken = await Promise.all(versions.map((version) => fragileWorld.store.save('features:0:0', version, late)));
    expect([old?.version, taken.some(Boolean)]).toEqual([1_000_001, false]);
    expect(await counts(given)).toEqual(['a:1', 'b:2']);
  });

  it('still knows what a sender may repeat, though the rebuild begins behind it', async () => {
    const given = world();
    const forgetful = { ...counting(), horizonMs: 0 } as never;
    const first = await start(given, forgetful);
    const repeated = from(given, 'a', 'intake/0/5/0');
    await send(given, repeated, control('intake/0', 1, 5), control('intake/0', 1, 10));
    await drain(given);
    await first.close();
    await start({ ...given, store: memoryStateStore() }, forgetful);
    await send(given, repeated, from(given, 'b', 'intake/0/6/0'));
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'b:1']);
  });

  it('keeps the counts of another owner who has ended the rebuild meanwhile', async () => {
    const given = world();
    const first = await start(given);
    await send(given, ...['a', 'b', 'c'].map((id) => silence(given, id)));
    await drain(given);
    await first.close();
    await send(given, silence(given, 'd'), silence(given, 'e'));
    const { world: fragileWorld, empty } = fragile(given);
    empty();
    let isOvertaken = false;
    const save: typeof given.store.save = async (shard, version, change) => {
      if (version === 0 || isOvertaken) return fragileWorld.store.save(shard, version, change);
      isOvertaken = true;
      const entry = { ...openEntry('features', IN.name, 0, 3), to: 5, in: 2, forwarded: 2 };
      const record = encodeRecord({ ...decodeRecord(change.record), offset: 5, entry });
      await fragileWorld.store.save(shard, version, { ...change, record });
      throw new RetriableError('the answer is lost');
    };
    await start({ ...fragileWorld, store: { ...fragileWorld.store, save } });
    await drain(given);
    await send(given, control('intake/0', 1, Number.POSITIVE_INFINITY));
    await drain(given);
    expect(isOvertaken).toBe(true);
    expect((await ledgerOf(given)).map(({ from, to, in: count }) => [from, to, count])).toEqual([[3, 6, 2]]);
  });

  it('counts what retention took behind the commit', async () => {
    const given = world();
    const first = await start(given);
    await send(given, silence(given, 'a'));
    await drain(given);
    await first.close();
    await send(given, silence(given, 'b'), silence(given, 'c'));
    given.broker.expire(IN.name, 0, 2);
    const next = await start({ ...given, store: memoryStateStore() });
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'c:1']);
    expect(next.status().skipped).toEqual(new Map([[0, 1]]));
  });

  it('counts nothing as lost that retention takes from a rebuild: it was read before', async () => {
    const given = world();
    const first = await start(given);
    await send(given, ...['a', 'b', 'c', 'd'].map((name) => silence(given, name)));
    await drain(given);
    await first.close();
    let asked = 0;
    const offsets = async (topic: string) => {
      asked += 1;
      // retention comes after the rebuild was begun
      return topic === IN.name && asked <= 2 ? [{ start: 0, end: 4 }] : given.broker.offsets(topic);
    };
    given.broker.expire(IN.name, 0, 2);
    const broker = { ...given.broker, offsets };
    const next = await start({ ...given, broker, store: memoryStateStore() } as World);
    await send(given, silence(given, 'e'));
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'b:2', 'c:3', 'd:4', 'e:3']);
    expect(next.status().partitions[0]?.offset).toBe(5);
    expect(next.status().skipped).toEqual(new Map());
    expect(await ledgerOf(given)).toEqual([]);
  });

  it('does not pass over records of a recreated topic in silence', async () => {
    const given = world();
    const first = await start(given);
    await send(given, silence(given, 'a'), silence(given, 'b'));
    await drain(given);
    await first.close();
    const recreated = world();
    const broker = {
      ...recreated.broker,
      committed: async () => [{ offset: 2, metadata: '{"rebuildFrom":0}' }],
    };
    await start({ ...recreated, broker } as World, counting() as never, { epoch: 1 });
    await send(recreated, silence(recreated, 'c'));
    await drain(recreated);
    expect(await counts(recreated)).toEqual(['c:1']);
    const [out] = await logOf(recreated.broker, OUT.name);
    expect(Buffer.from(out?.headers['vedette-origin'] ?? []).toString()).toBe('features/0/1000000000000/0');
  });

  it('leaves no gap in the ledger, though a save was slow and the state is lost between two entries', async () => {
    const given = world();
    const { world: slow, empty } = fragile(given, (count) => given.clock.advance(count === 1 ? 300 : 0));
    const options = { controlEveryMs: 1000 };
    await start(slow, counting() as never, options);
    for (const [name, waitMs] of [
      ['a', 950],
      ['b', 400],
      ['c', 0],
    ] as const) {
      await send(given, silence(given, name));
      await drain(given);
      await given.clock.advance(waitMs);
    }
    empty();
    await send(given, silence(given, 'd'));
    await drain(given);
    await given.clock.advance(1000);
    await send(given, silence(given, 'e'));
    await drain(given);
    expect(balance(await ledgerOf(given)).filter(({ kind }) => kind === 'gap' || kind === 'overlap')).toEqual([]);
    expect(summarise(await ledgerOf(given)).partitions[0]).toMatchObject({ from: 0, to: 5, in: 5 });
  });

  it('leaves what a rebuild dead-letters and counts out of the log and of the ledger', async () => {
    const given = world();
    const first = await start(given);
    await send(given, silence(given, 'a'), silence(given, 'b', 'boom'), silence(given, 'c'));
    await drain(given);
    await first.close();
    await start({ ...given, store: memoryStateStore() });
    await send(given, silence(given, 'd'), control('intake/0', 1, Number.POSITIVE_INFINITY));
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'c:2', 'd:3']);
    expect(await logOf(given.broker, 'features.dlq')).toHaveLength(1);
    expect((await ledgerOf(given)).map(({ from, to, in: count }) => [from, to, count])).toEqual([[3, 5, 1]]);
  });
});
