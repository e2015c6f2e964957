import { describe, expect, it } from '@jest/globals';
import type { PublishedRule } from '../../src/domain/contracts.gen.ts';
import type { StateStore } from '../../src/ports.ts';
import { encodeRecord, newRecord } from '../../src/runner/record.ts';
import { RetriableError } from '../../src/stage.ts';
import { drain, IN, logOf, OUT, send, silence, start, valuesOf, type World, world } from './world.ts';

const counts = async (given: World) =>
  (await valuesOf<PublishedRule>(given, OUT.name)).map(({ id, time }) => `${id}:${time}`);
const reasons = async (given: World) =>
  (await logOf(given.broker, 'features.dlq')).map(({ headers }) =>
    Buffer.from(headers['dlq.reason-code'] ?? []).toString(),
  );

describe('the order of one batch', () => {
  it('forwards every record once, in order, with its origin', async () => {
    const given = world();
    await send(given, silence(given, 'a'), silence(given, 'b'), silence(given, 'c'));
    await start(given);
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'b:2', 'c:3']);
    const origins = (await logOf(given.broker, OUT.name)).map(({ headers }) =>
      Buffer.from(headers['vedette-origin'] ?? []).toString(),
    );
    expect(origins).toEqual(['features/0/0/0', 'features/0/1/0', 'features/0/2/0']);
  });

  it('repeats the batch with the same outputs when it dies between produce and save', async () => {
    const given = world();
    let broken = true;
    const store: StateStore = {
      ...given.store,
      save: async (shard, version, change) => {
        // the very first save takes the partition over
        if (broken && version > 0) throw new TypeError('the process dies here');
        return given.store.save(shard, version, change);
      },
    };
    await send(given, silence(given, 'a'), silence(given, 'b'));
    const dying = await start({ ...given, store } as World);
    await drain(given);
    await expect(dying.failed).rejects.toThrow('dies here');
    broken = false;
    await start(given);
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'b:2', 'a:1', 'b:2']);
    const [first, , third] = await logOf(given.broker, OUT.name);
    expect(third?.headers['vedette-origin']).toEqual(first?.headers['vedette-origin']);
  });

  it('waits for a broken world and then goes on', async () => {
    const given = world();
    let failures = 3;
    const producer = await given.broker.producer();
    const broker = {
      ...given.broker,
      producer: async () => ({
        ...producer,
        send: async (records: Parameters<typeof producer.send>[0]) => {
          if (failures-- > 0) throw new RetriableError('no leader');
          return producer.send(records);
        },
      }),
    };
    await send(given, silence(given, 'a'));
    await start({ ...given, broker, clock: { now: given.clock.now, sleep: async () => {} } } as unknown as World);
    await drain(given);
    expect(await counts(given)).toEqual(['a:1']);
    expect(await reasons(given)).toEqual([]);
  });

  it('takes records with an origin at or below the mark for repeats', async () => {
    const given = world();
    const from = (origin: string) => {
      const record = silence(given, origin);
      return { ...record, headers: { ...record.headers, 'vedette-origin': Buffer.from(origin) } };
    };
    await send(
      given,
      from('intake/0/5/0'),
      from('intake/0/5/1'),
      from('intake/0/5/0'),
      from('intake/1/2/0'),
      from('intake/0/4/7'),
    );
    await start(given);
    await drain(given);
    expect(await counts(given)).toEqual(['intake/0/5/0:1', 'intake/0/5/1:2', 'intake/1/2/0:3']);
  });
});

describe('bad records', () => {
  const raw = (value: Uint8Array | null, key: string | null = 'acme/host', tenant = 'acme') => ({
    topic: IN.name,
    partition: 0,
    key: key === null ? null : Buffer.from(key),
    value,
    headers: { 'tenant-id': Buffer.from(tenant) },
  });

  it.each([
    ['value_empty', raw(Buffer.alloc(0))],
    ['value_empty', raw(null)],
    ['bad_magic_byte', raw(Buffer.from('hello world'))],
    ['unknown_schema', raw(Buffer.from([0, 0, 0, 255, 255, 1]))],
    ['avro_truncated', raw(silence(world(), 'x').value?.subarray(0, 7) ?? null)],
    ['key_invalid', raw(silence(world(), 'x').value, null)],
    ['tenant_mismatch', raw(silence(world(), 'x').value, 'acme/host', 'other')],
  ])('dead-letters %s as it came, its neighbours unharmed', async (reason, record) => {
    const given = world();
    await send(given, silence(given, 'before'), record, silence(given, 'after'));
    await start(given);
    await drain(given);
    expect(await counts(given)).toEqual(['before:1', 'after:2']);
    const [dead] = await logOf(given.broker, 'features.dlq');
    expect(await reasons(given)).toEqual([reason]);
    expect(dead?.value).toEqual(record.value);
    expect(Buffer.from(dead?.headers['__connect.errors.offset'] ?? []).toString()).toBe('1');
  });

  it('narrows a bug down to its record', async () => {
    const given = world();
    await send(
      given,
      silence(given, 'a'),
      silence(given, 'b', 'boom'),
      silence(given, 'c', 'bad'),
      silence(given, 'd'),
    );
    await start(given);
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'd:2']);
    expect(await reasons(given)).toEqual(['unexpected', 'bad_value']);
  });

  it('stops when records of many sources fail, and quarantines a single one', async () => {
    const many = world();
    const running = await start(many);
    for (let i = 0; i < 30; i++) await send(many, silence(many, `x${i}`, 'boom', `acme/host-${i}`));
    await drain(many);
    await expect(running.failed).rejects.toThrow('many sources');

    const one = world();
    await start(one);
    for (let i = 0; i < 30; i++)
      await send(one, silence(one, `x${i}`, 'boom'), silence(one, `y${i}`, '', 'acme/other'));
    await drain(one);
    expect((await counts(one)).length).toBe(30);
    expect((await reasons(one)).filter((reason) => reason === 'quarantined').length).toBe(25);
  });

  it('does not let a stranger move the watermark with a broken control record', async () => {
    const given = world();
    await send(given, { ...silence(given, 'x'), headers: { 'vedette-control': Buffer.from('{}') } });
    await start(given);
    await drain(given);
    expect(await reasons(given)).toEqual(['control_invalid']);
  });
});

describe('owners', () => {
  it('fences the one that comes second and goes on after what the other saved', async () => {
    const given = world();
    let steal = true;
    const store: StateStore = {
      ...given.store,
      save: async (shard, version, change) => {
        if (steal) {
          steal = false;
          await given.store.save(shard, version, change);
        }
        return given.store.save(shard, version, change);
      },
    };
    await send(given, silence(given, 'a'));
    await start({ ...given, store } as World);
    await drain(given);
    await send(given, silence(given, 'b'));
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'b:2']);
  });

  it('sends nothing of what it fetched after another owner took over', async () => {
    const given = world();
    await start(given);
    await send(given, silence(given, 'a'));
    await drain(given);
    const shard = 'features:0:0';
    const { version = 0, record = Buffer.alloc(0) } = (await given.store.open(shard)) ?? {};
    await given.store.save(shard, version, { version: version + 1, record, states: new Map(), timers: new Map() });
    await send(given, silence(given, 'b'));
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'b:2']);
  });

  it('hands partitions over with their state', async () => {
    const given = world(2);
    const first = await start(given);
    await send(given, silence(given, 'a'), silence(given, 'b', '', 'acme/b', 1));
    await drain(given);
    await start(given);
    await first.close();
    await send(given, silence(given, 'c'), silence(given, 'd', '', 'acme/b', 1));
    await drain(given);
    expect((await counts(given)).sort()).toEqual(['a:1', 'b:1', 'c:2', 'd:2']);
  });

  it('rebuilds lost state from the log without sending again', async () => {
    const given = world();
    const first = await start(given);
    await send(given, silence(given, 'a'), silence(given, 'b'));
    await drain(given);
    await first.close();
    const emptied = { ...given, store: world().store };
    await start(emptied);
    await send(given, silence(given, 'c'));
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'b:2', 'c:3']);
  });

  it('counts what retention took before it was read', async () => {
    const given = world();
    const running = await start(given);
    await send(given, silence(given, 'a'));
    await drain(given);
    await running.close();
    await send(given, silence(given, 'b'), silence(given, 'c'));
    given.broker.expire(IN.name, 0, 2);
    const next = await start(given);
    await drain(given);
    expect(await counts(given)).toEqual(['a:1', 'c:2']);
    expect(next.status().skipped).toEqual(new Map([[0, 1]]));
  });

  it('does not take records that come while it starts for those of a recreated topic', async () => {
    const given = world();
    const open: StateStore['open'] = async (shard) => {
      // another owner reads and saves while this one waits for the store
      await send(given, silence(given, 'a'));
      const record = encodeRecord({ ...newRecord('features', IN.name, 0, 0), offset: 1 });
      await given.store.save(shard, 0, { version: 1, record, states: new Map(), timers: new Map() });
      return given.store.open(shard);
    };
    const running = await start({ ...given, store: { ...given.store, open } });
    await given.broker.tick();
    expect(running.status().partitions[0]?.offset).toBe(1);
  });

  it('refuses a topic that was recreated', async () => {
    const given = world();
    const running = await start(given);
    await send(given, silence(given, 'a'));
    await drain(given);
    await running.close();
    const recreated = { ...world(), store: given.store };
    const next = await start(recreated);
    await send(recreated);
    await recreated.broker.tick();
    await expect(next.failed).rejects.toThrow('VEDETTE_EPOCH to 1');
  });
});
