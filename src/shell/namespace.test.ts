import { describe, expect, it } from '@jest/globals';
import { IN, ledgerOf, OUT, send, silence, start, TABLE, type World, world } from '../../test/runner/world.ts';
import { topicsIn } from '../cli/topics.ts';
import { readEnvironment } from '../environment.ts';
import { memoryBroker } from '../memory/broker.ts';
import type { Broker } from '../ports.ts';
import { namespacedBroker, namespacedStore } from './namespace.ts';

const SHARED = new Set<string>([TABLE.name]);
const namespace = { name: 'yesterday', shares: SHARED };

/** One broker and one store with a live chain and one beside it. */
function twoChains() {
  const live = world();
  const names = ['alerts.silences.v1', 'rules.published.v1', 'pipeline.ledger.v1', 'features.dlq'];
  const topics = [
    ...[...names, TABLE.name].map((name) => ({ name, partitions: 1 })),
    ...names.map((name) => ({ name: `yesterday.${name}`, partitions: 1 })),
  ];
  const broker = memoryBroker({ topics, now: live.clock.now, drive: 'manual', maxBatch: 4 });
  const given = { ...live, broker } as World;
  const beside = {
    ...given,
    broker: { ...namespacedBroker(broker, namespace), pump: broker.pump },
    store: namespacedStore(live.store, namespace),
  } as World;
  return { given, beside, broker };
}

const drain = async ({ broker }: World) => {
  while (await broker.pump());
};

async function endsOf(broker: Broker, names: readonly string[]): Promise<Record<string, unknown>> {
  const ends: Record<string, unknown> = {};
  for (const name of names) ends[name] = [await broker.offsets(name), await broker.committed('vedette.features', name)];
  return ends;
}

const LIVE = [IN.name, OUT.name, TABLE.name, 'pipeline.ledger.v1', 'features.dlq'];

describe('a chain beside the live one', () => {
  it('leaves topics, commits and states of the live one as they are, and has the same output', async () => {
    const { given, beside, broker } = twoChains();
    const records = ['a', 'b', 'c'].map((id) => silence(given, id));
    await start(given);
    await send(given, ...records);
    await drain(given);
    const before = await endsOf(broker, LIVE);
    const state = await given.store.open('features:0:0');

    await start(beside);
    await send(beside, ...records, ...records);
    await drain(given);

    expect(await endsOf(broker, LIVE)).toEqual(before);
    expect(await given.store.open('features:0:0')).toEqual(state);
    expect((await beside.store.open('features:0:0'))?.version).toBeGreaterThan(0);
    expect((await broker.offsets(`yesterday.${OUT.name}`))[0]?.end).toBe(6);
    expect((await broker.committed('yesterday.vedette.features', `yesterday.${IN.name}`))[0]?.offset).toBe(6);
    expect(await ledgerOf(beside)).toEqual([]);
  });

  it('refuses to write what it shares', async () => {
    const { beside } = twoChains();
    await expect(send(beside, { ...silence(beside, 'a'), topic: TABLE.name })).rejects.toThrow(
      /models\.promoted\.v1 is shared with the live chain/,
    );
  });

  it('has every topic of its own but the shared ones', () => {
    const own = topicsIn(namespace).map(({ name }) => name);
    expect(own.filter((name) => !name.startsWith('yesterday.'))).toEqual([]);
    expect(own).toHaveLength(topicsIn().length - 1);
  });
});

describe('the variables', () => {
  it('make no namespace by default, and share the tables with the live chain in one', () => {
    expect(readEnvironment({}).kafka.namespace).toBeUndefined();
    const named = readEnvironment({ VEDETTE_NAMESPACE: 'yesterday' }).kafka.namespace;
    expect([named?.name, [...(named?.shares ?? [])].sort()]).toEqual([
      'yesterday',
      ['alerts.silences.v1', 'models.promoted.v1', 'rules.published.v1'],
    ]);
  });

  it.each([
    ['VEDETTE_NAMESPACE', 'Yesterday'],
    ['VEDETTE_NAMESPACE', 'a.b'],
    ['VEDETTE_NAMESPACE', '-'],
    ['VEDETTE_NAMESPACE_SHARES', 'alerts.raised.v1'],
    ['VEDETTE_NAMESPACE_SHARES', 'telemetry.raw.v1,nothing'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(`${name}: must be`);
  });
});
