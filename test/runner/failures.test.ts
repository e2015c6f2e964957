import { describe, expect, it } from '@jest/globals';
import { balance } from '../../src/audit/balance.ts';
import type { LedgerEntry, PublishedRule } from '../../src/domain/contracts.gen.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import type { BatchHandler, Send, StateStore } from '../../src/ports.ts';
import { RetriableError } from '../../src/stage.ts';
import {
  control,
  counting,
  drain,
  fragile,
  IN,
  impatient,
  ledgerOf,
  logOf,
  OUT,
  promote,
  send,
  silence,
  start,
  TABLE,
  valuesOf,
  type World,
  world,
} from './world.ts';

const counts = async (given: World) =>
  (await valuesOf<PublishedRule>(given, OUT.name)).map(({ id, time }) => `${id}:${time}`);
const from = (given: World, origin: string, reason = '') => {
  const record = silence(given, origin, reason);
  return { ...record, headers: { ...record.headers, 'vedette-origin': Buffer.from(origin) } };
};
it('passes a gap over and goes on with time where retention left nothing to read', async () => {
  const given = world();
  const first = await start(given);
  await send(given, silence(given, 'a'));
  await drain(given);
  await first.close();
  await send(given, silence(given, 'b'), silence(given, 'c'));
  given.broker.expire(IN.name, 0, 3);
  const next = await start(given, counting() as never, { controlEveryMs: 1 });
  await given.broker.tick();
  expect(next.status().partitions[0]?.offset).toBe(3);
  expect(next.status().skipped).toEqual(new Map([[0, 2]]));
  expect((await ledgerOf(given)).map(({ from, to, skipped }) => [from, to, skipped])).toEqual([
    [0, 1, 0],
    [1, 3, 2],
  ]);
});

it('loses no record when another owner takes over while a bad one is looked for', async () => {
  const given = world();
  let steal = true;
  const store: StateStore = {
    ...given.store,
    async save(shard, version, change) {
      const saved = await given.store.open(shard);
      // another owner puts a table into force, which moves no offset
      if (saved && steal) {
        steal = false;
        const { record } = saved;
        await given.store.save(shard, version, { version: version + 1, record, states: new Map(), timers: new Map() });
      }
      return given.store.save(shard, version, change);
    },
  };
  await send(given, silence(given, 'a'), silence(given, 'b'), silence(given, 'c'), silence(given, 'd', 'boom'));
  await start({ ...given, store });
  await drain(given);
  expect((await counts(given)).at(-1)).toBe('c:3');
});

it('repeats a batch with the table that it was first sent with', async () => {
  const given = world();
  const { world: fragileWorld } = fragile(given, async (count) => {
    if (count !== 3) return;
    await send(given, promote(given, '2'));
    await new Promise(setImmediate);
    throw new RetriableError('the store does not answer');
  });
  await send(given, promote(given, '1'));
  await start(fragileWorld);
  await send(given, silence(given, 'a'));
  await drain(given);
  await send(given, silence(given, 'b'));
  await drain(given);
  await send(given, silence(given, 'c'));
  await drain(given);
  const versions = (await valuesOf<PublishedRule>(given, OUT.name)).map(({ id, version }) => `${id}:${version}`);
  expect(versions).toEqual(['a:1', 'b:1', 'b:1', 'c:2']);
});

it('waits for a table that its previous owner had read further', async () => {
  const given = world();
  const first = await start(given);
  await send(given, promote(given, '1'), promote(given, '2'));
  await new Promise(setImmediate);
  await send(given, silence(given, 'a'));
  await drain(given);
  await first.close();
  let deliver = () => {};
  const [one, two] = await logOf(given.broker, TABLE.name);
  const broker = {
    ...given.broker,
    offsets: async (topic: string) => (topic === TABLE.name ? [{ start: 0, end: 1 }] : given.broker.offsets(topic)),
    follow: async (_: string, onRecords: (records: object[]) => void) => {
      onRecords([one as object]);
      deliver = () => onRecords([two as object]);
    },
  };
  const clock = {
    now: given.clock.now,
    sleep: async () => void (await new Promise((resolve) => setImmediate(resolve, deliver()))),
  };
  await start({ ...given, broker, clock } as unknown as World);
  await send(given, silence(given, 'b'));
  await drain(given);
  const versions = (await valuesOf<PublishedRule>(given, OUT.name)).map(({ id, version }) => `${id}:${version}`);
  expect(versions).toEqual(['a:2', 'b:2']);
});

describe('a record that fails', () => {
  it('balances in the ledger with what its sender sent, and is a repeat when it comes again', async () => {
    const given = world();
    await start(given);
    await send(given, from(given, 'intake/0/5/0', 'boom'), from(given, 'intake/0/5/0', 'boom'));
    await send(given, control('intake/0', 1, Number.POSITIVE_INFINITY));
    await drain(given);
    const sender = { stage: 'intake', topic: 'raw', partition: 0, from: 0, to: 6, in: 1, forwarded: 1, produced: 1 };
    const none = {
      repeated: 0,
      control: 0,
      late: 0,
      evicted: 0,
      skipped: 0,
      dropped: {},
      deadLettered: {},
      accepted: {},
    };
    const sent = { ...sender, ...none, sent: { [`${IN.name}/0`]: 1 } } as LedgerEntry;
    const entries = await ledgerOf(given);
    expect(entries[0]).toMatchObject({ in: 2, repeated: 1 });
    expect(balance([sent, ...entries])).toEqual([]);
  });

  it('does not hold up the watermark or cost a turn for each of its neighbours', async () => {
    const given = world();
    // the first takes the partition over
    let saves = -1;
    const { world: counted } = fragile(given, () => {
      saves += 1;
    });
    const running = await start(counted);
    await send(given, control('intake/0', 1, 7), silence(given, 'a'), silence(given, 'b'), silence(given, 'c', 'boom'));
    await drain(given);
    expect(running.status().partitions[0]?.watermark).toBe(7);
    const said = (await logOf(given.broker, OUT.name)).filter(({ headers }) => headers['vedette-control']);
    expect(said).toHaveLength(1);
    expect(saves).toBeLessThanOrEqual(3);
  });

  it('is dead-lettered when what comes of it cannot be sent', async () => {
    const given = world();
    const producer = await given.broker.producer();
    const broker = {
      ...given.broker,
      producer: async () => ({
        ...producer,
        async send(records: readonly Send[]) {
          if (
            records.some(
              ({ topic, headers }) => topic === OUT.name && String(headers['vedette-origin']).includes('/1/'),
            )
          )
            throw new Error('MESSAGE_TOO_LARGE');
          return producer.send(records);
        },
      }),
    };
    await start({ ...given, broker } as World);
    await send(given, silence(given, 'a'), silence(given, 'b'), silence(given, 'c'));
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'c:2']);
    expect(await logOf(given.broker, 'features.dlq')).toHaveLength(1);
  });
});

it('takes a large batch in turns and stops between them when the partition is taken away', async () => {
  const given = world();
  const handed: number[] = [];
  const stop = new AbortController();
  const records = Array.from({ length: 5000 }, (_, offset) => ({
    ...silence(given, `x${offset}`, 'dull'),
    ...{ offset, timestamp: 0 },
  }));
  const handlers: BatchHandler[] = [];
  const broker = {
    ...given.broker,
    offsets: async (topic: string) => (topic === IN.name ? [{ start: 0, end: 5000 }] : given.broker.offsets(topic)),
    consume: async (options: { handler: BatchHandler }) => {
      handlers.push(options.handler);
      return { close: async () => {}, failed: new Promise(() => {}), lastSeen: () => 0, assignment: () => [] };
    },
  };
  const partition = {
    signal: stop.signal,
    heartbeat: async () => {},
    seek: () => {},
    commit: async (offset: number) => {
      handed.push(offset);
      if (handed.length === 2) stop.abort();
    },
  };
  await start({ ...given, broker, store: memoryStateStore() } as unknown as World);
  const [handler] = handlers;
  await handler?.assigned(0, partition);
  await handler?.batch({ topic: IN.name, partition: 0, records, endOffset: 5000 }, partition);
  expect(handed).toEqual([2000, 4000]);
});

it('sends nothing by an old version of a table when the save of the new one lands without an answer', async () => {
  const given = world();
  let isLost = false;
  let land = async () => {};
  const store: StateStore = {
    ...given.store,
    async save(...request) {
      await land();
      land = async () => {};
      if (!isLost) return given.store.save(...request);
      isLost = false;
      land = async () => void (await given.store.save(...request));
      throw new RetriableError('no answer');
    },
  };
  await send(given, promote(given, '1'));
  await start({ ...given, store, clock: impatient(given) });
  await send(given, silence(given, 'a'));
  await drain(given);
  await send(given, promote(given, '2'), silence(given, 'b'));
  await new Promise(setImmediate);
  isLost = true;
  await drain(given);
  const versions = (await valuesOf<PublishedRule>(given, OUT.name)).map(({ id, version }) => `${id}:${version}`);
  expect(versions).toEqual(['a:1', 'b:2']);
});
