import { describe, expect, it } from '@jest/globals';
import { REASONS } from '../../src/cli/reasons.ts';
import type { Metrics } from '../../src/ports.ts';
import { prometheusMetrics } from '../../src/shell/metrics.ts';
import { RetriableError } from '../../src/stage.ts';
import { control, counting, drain, ledgerOf, send, silence, start, type World, world } from './world.ts';

/** Metrics whose samples can be read: name and labels, without the buckets. */
function recorded() {
  const metrics = prometheusMetrics(REASONS);
  const samples = async () =>
    (await metrics.text())
      .split('\n')
      .filter((line) => line.startsWith('vedette_') && !line.includes('_bucket') && !line.includes('_sum'));
  return { metrics, samples };
}

const measured = (given: World, metrics: Metrics, change: Partial<World> = {}): World =>
  ({ ...given, metrics, clock: { now: given.clock.now, sleep: async () => {} }, ...change }) as World;

describe('metrics of the runner', () => {
  it('are the counts of the ledger, by reason', async () => {
    const { metrics, samples } = recorded();
    const given = measured(world(), metrics);
    await start(given);
    await send(
      given,
      silence(given, 'a'),
      silence(given, 'b', 'dull'),
      silence(given, 'c', 'bad'),
      silence(given, 'd', 'boom'),
      control('intake/0', 1, Number.POSITIVE_INFINITY),
    );
    await drain(given);
    const [entry] = await ledgerOf(given);
    expect(entry).toMatchObject({ dropped: { dull: 1 }, deadLettered: { bad_value: 1, unexpected: 1 } });
    const told = await samples();
    for (const line of [
      // no reasons of the house: the toy stage made them up
      'vedette_dropped_total{stage="features",reason="other"} 1',
      'vedette_dead_letters_total{stage="features",reason="other"} 1',
      'vedette_dead_letters_total{stage="features",reason="unexpected"} 1',
      'vedette_produced_total{stage="features"} 1',
      'vedette_partitions_moved_total{stage="features",change="assigned"} 1',
      'vedette_batch_seconds_count{stage="features"} 2',
    ])
      expect(told).toContain(line);
    expect(told.join('\n')).toMatch(/vedette_store_seconds_count\{stage="features",call="save"\} [1-9]/);
    expect(told.join('\n')).toMatch(/vedette_produce_seconds_count\{stage="features",call="send"\} [1-9]/);
    expect(told.join('\n')).toMatch(/vedette_append_age_seconds_count\{stage="features"\} [1-9]/);
  });

  it('count once what a failed save repeats', async () => {
    const { metrics, samples } = recorded();
    const plain = world();
    let failures = 2;
    const store: World['store'] = {
      ...plain.store,
      save: async (...args) => {
        if (failures-- > 0) throw new RetriableError('Redis: gone');
        return plain.store.save(...args);
      },
    };
    const given = measured(plain, metrics, { store });
    await start(given);
    await send(given, silence(given, 'a', 'dull'), control('intake/0', 1, Number.POSITIVE_INFINITY));
    await drain(given);
    const told = await samples();
    expect(told).toContain('vedette_dropped_total{stage="features",reason="other"} 1');
    expect(told).toContain('vedette_records_total{stage="features",outcome="drop"} 1');
    expect(told).toContain('vedette_retries_total{stage="features",cause="store"} 2');
  });

  it.each(['store', 'registry', 'broker'] as const)('name the %s while it is waited for', async (outage) => {
    const { metrics } = recorded();
    const plain = world();
    const gate = Promise.withResolvers<void>();
    let isBroken = true;
    const brokenNow = () => {
      if (isBroken) throw new RetriableError('gone');
    };
    const store: World['store'] = {
      ...plain.store,
      async save(...args) {
        if (outage === 'store') brokenNow();
        return plain.store.save(...args);
      },
    };
    const codec: World['codec'] = {
      ...plain.codec,
      decode(...args) {
        if (outage !== 'registry') return plain.codec.decode(...args);
        return (async () => {
          brokenNow();
          return plain.codec.decode(...args);
        })();
      },
    };
    const inner = await plain.broker.producer();
    const broker = {
      ...plain.broker,
      producer: async () => ({
        ...inner,
        async send(records: Parameters<typeof inner.send>[0]) {
          if (outage === 'broker') brokenNow();
          return inner.send(records);
        },
      }),
    };
    const clock = { now: plain.clock.now, sleep: () => gate.promise };
    const given = measured(plain, metrics, { store, codec, clock, broker } as unknown as Partial<World>);
    const running = await start(given, counting() as never);
    await send(plain, silence(plain, 'a'));
    const drained = drain(given);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(running.status().partitions[0]?.waiting).toEqual({ outage, since: plain.clock.now() });
    isBroken = false;
    gate.resolve();
    await drained;
    expect(running.status().partitions[0]).toMatchObject({ waiting: null, offset: 1 });
  });

  it('show a handler that hangs: nothing is saved, and time goes by', async () => {
    const given = world();
    const { promise, resolve } = Promise.withResolvers<void>();
    const stage = counting();
    const room = await stage.open(null);
    const hanging = {
      ...stage,
      open: async () => ({
        ...room,
        process: async (...args: [never, never]) => {
          await promise;
          return room.process(...args);
        },
      }),
    };
    const running = await start(given, hanging as never);
    await send(given, silence(given, 'a'));
    const drained = drain(given);
    await new Promise((done) => setTimeout(done, 10));
    await given.clock.advance(31_000);
    const [stuck] = running.status().partitions;
    expect(given.clock.now() - (stuck?.aliveAt ?? 0)).toBe(31_000);
    resolve();
    await drained;
    expect(running.status().partitions[0]?.aliveAt).toBe(given.clock.now());
  });

  it('show senders that were never heard, and how far the slowest is behind', async () => {
    const given = world();
    const running = await start(given);
    await send(given, control('intake/0', 3, 9_000), control('intake/1', 3, 2_000));
    await drain(given);
    expect(running.status().partitions[0]).toMatchObject({ unheardSenders: 1, senderSpreadMs: 7_000 });
  });
});
