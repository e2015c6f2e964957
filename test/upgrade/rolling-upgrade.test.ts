import { beforeAll, describe, expect, it } from '@jest/globals';
import { balance, isBalanced } from '../../src/audit/balance.ts';
import { ENTITY_VERSION } from '../../src/detectors/entity-codec.ts';
import { FEATURE_HASH } from '../../src/detectors/feature-set.ts';
import type { FeatureRow } from '../../src/domain/contracts.gen.ts';
import type { RunningStage } from '../../src/runner.ts';
import { DETECTION } from '../../src/topology.ts';
import { NOON, progress } from '../e2e/embedded-chain.ts';
import { goodBatches, processStart } from '../e2e/good-events.ts';
import { closedAlerts } from '../e2e/told.ts';
import { NEXT_HASH, type TwoVersions, twoVersions, type Version } from './two-versions.ts';

const STAGES = DETECTION.map(({ name }) => name);
const LOUD = 'vssadmin.exe delete shadows /all /quiet';
/** An attack before the upgrade, and one on another machine near its end. */
const BATCHES = goodBatches(14).map((batch, i) =>
  i === 12 ? [...batch, processStart('attack', 'ws-1', NOON + i * 10_000 - 500, LOUD)] : batch,
);

async function feed(chain: TwoVersions, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i++) {
    const now = NOON + i * 10_000;
    await chain.feed([...progress(now), ...(BATCHES[i] ?? [])], now);
  }
}
const end = (chain: TwoVersions) => chain.feed(progress(Number.POSITIVE_INFINITY), NOON + BATCHES.length * 10_000);

async function started(chain: TwoVersions, version: Version): Promise<Map<string, RunningStage>> {
  const running = new Map<string, RunningStage>();
  for (const stage of STAGES) running.set(stage, await chain.start(stage, version));
  return running;
}

const hashesOf = (rows: readonly FeatureRow[]) => [...new Set(rows.map(({ featureHash }) => featureHash))].sort();

const MODEL_OF: Readonly<Record<string, string>> = { [FEATURE_HASH]: '1.0.0', [NEXT_HASH]: '2.0.0' };

/** For every model that had something to say: the feature set of the row, and the version of the model. */
async function scoredBy(chain: TwoVersions): Promise<readonly (readonly [hash: string, version: string])[]> {
  const hashes = new Map((await chain.rows()).map(({ event, featureHash }) => [event.id, featureHash]));
  return (await chain.signals()).flatMap(({ event, detections }) =>
    detections
      .filter(({ kind }) => kind !== 'rule')
      .map(({ version }) => [hashes.get(event.id) ?? '', version] as const),
  );
}

/** What the rows say, apart from the feature set that they name, in the order of their events. */
const scoredRows = (rows: readonly FeatureRow[]) =>
  rows.map(({ event, vector }) => `${event.id} ${Buffer.from(vector).toString('hex')}`).sort();

describe('a rolling upgrade to another state version and another feature set', () => {
  const plain = twoVersions();
  beforeAll(async () => {
    await started(plain, 'old');
    await feed(plain, 0, BATCHES.length);
    await end(plain);
    expect(closedAlerts(await plain.alerts()).length).toBeGreaterThan(0);
  }, 60_000);

  async function expectWhole(chain: TwoVersions): Promise<void> {
    expect(closedAlerts(await chain.alerts())).toEqual(closedAlerts(await plain.alerts()));
    expect(scoredRows(await chain.rows())).toEqual(scoredRows(await plain.rows()));
    expect((await chain.signals()).filter(({ degraded }) => degraded.length > 0)).toEqual([]);
    expect([...(await scoredBy(chain))].filter(([hash, version]) => MODEL_OF[hash] !== version)).toEqual([]);
    expect(isBalanced(balance(await chain.ledger()))).toBe(true);
    for (const stage of STAGES) expect((await chain.broker.offsets(`${stage}.dlq`))[0]?.end).toBe(0);
  }

  it('loses nothing and degrades nothing, while both run side by side and after', async () => {
    const chain = twoVersions();
    const running = await started(chain, 'old');
    await feed(chain, 0, 2);
    let at = 2;
    // against the flow, but inference first: rows of the next feature set need their model
    for (const stage of ['inference', 'alerts', 'correlation', 'features', 'intake']) {
      const next = await chain.start(stage, 'new');
      await feed(chain, at, ++at);
      await running.get(stage)?.close();
      running.set(stage, next);
      await feed(chain, at, ++at);
    }
    await feed(chain, at, BATCHES.length);
    await end(chain);
    expect(hashesOf(await chain.rows())).toEqual([FEATURE_HASH, NEXT_HASH].sort());
    expect((await scoredBy(chain)).map(([hash]) => hash)).toEqual(expect.arrayContaining([FEATURE_HASH, NEXT_HASH]));
    await expectWhole(chain);
  });

  it('stops an old process that meets a newer state, and destroys nothing: the new ones go on', async () => {
    const chain = twoVersions();
    const running = await started(chain, 'old');
    await feed(chain, 0, 2);
    const next = await chain.start('features', 'new');
    await running.get('features')?.close();
    await feed(chain, 2, 4);
    const before = await shardsOf(chain);

    const old = await chain.start('features', 'old');
    await chain.feed(BATCHES[4] ?? [], NOON + 40_000);
    await expect(old.failed).rejects.toThrow(
      new RegExp(
        `features:\\d:0: a saved state cannot be read .* version ${ENTITY_VERSION + 1}, this process reads versions .* and ${ENTITY_VERSION}.*Run the version that saved it`,
      ),
    );
    for (const [shard, version] of before)
      expect((await chain.store.open(shard))?.version).toBeGreaterThanOrEqual(version);

    await feed(chain, 5, BATCHES.length);
    await end(chain);
    expect(next.status().assignment).toEqual([0, 1, 2]);
    await expectWhole(chain);
  });

  it('stops it at a newer record of the runner too, before it reads anything', async () => {
    const chain = twoVersions();
    const { version, record } = await savedBy(chain);
    const newer = Buffer.from(record).toString().replace('"format":1', '"format":2');
    await chain.store.save('features:0:0', version, {
      ...{ version: version + 1, record: Buffer.from(newer), states: new Map(), timers: new Map() },
    });
    const old = await chain.start('features', 'old');
    await feed(chain, 2, 3);
    await expect(old.failed).rejects.toThrow('runner record has format 2, this program reads 1: run the newer version');
    expect(Buffer.from((await chain.store.open('features:0:0'))?.record ?? []).toString()).toBe(newer);
  });

  async function savedBy(chain: TwoVersions) {
    const running = await started(chain, 'old');
    await feed(chain, 0, 2);
    await running.get('features')?.close();
    const saved = await chain.store.open('features:0:0');
    if (!saved) throw new Error('nothing was saved');
    return saved;
  }

  async function shardsOf(chain: TwoVersions): Promise<[string, number][]> {
    const shards = [0, 1, 2].map((partition) => `features:${partition}:0`);
    return Promise.all(
      shards.map(async (shard): Promise<[string, number]> => [shard, (await chain.store.open(shard))?.version ?? 0]),
    );
  }
});
