import { beforeAll, describe, expect, it } from '@jest/globals';
import { balance, isBalanced } from '../../src/audit/balance.ts';
import type { DetectionFinding, LedgerEntry } from '../../src/domain/contracts.gen.ts';
import type { Send, StateStore } from '../../src/ports.ts';
import type { RunningStage } from '../../src/runner.ts';
import type { Completeness } from '../../src/stages/alerts/completeness.ts';
import { DETECTION } from '../../src/topology.ts';
import { type TwoVersions, twoVersions } from '../upgrade/two-versions.ts';
import { NOON, progress, raw } from './embedded-chain.ts';
import { goodBatches, processStart } from './good-events.ts';

const STAGES = DETECTION.map(({ name }) => name);
const ACME = { 'tenant-id': 'acme' };
const QUIET = 'C:\\Windows\\System32\\svchost.exe -k netsvcs';

/** What is lost while the alert of dc-1 is open: two records that nothing can read, one late event, places in a flood of users. Three format headers are dropped, which is no loss. */
function losses(batch: number): Send[] {
  const now = NOON + batch * 10_000;
  if (batch === 4) return [raw('\u0001\u0002\u0000', ACME, 'ws-1'), raw('\u0001\u0002\u0000', ACME, 'ws-2')];
  if (batch === 5) return [1, 2, 3].map((n) => raw(`#fields\tts\tuid${n}`, ACME, 'ws-1'));
  if (batch === 6) return [processStart('late', 'ws-1', now - 900_000, QUIET)];
  if (batch !== 7) return [];
  return Array.from({ length: 80 }, (_, n) => {
    const data = { TargetUserName: `user${n}`, LogonType: '3', IpAddress: '10.0.0.7' };
    const line = { ts: new Date(now - 2_000).toISOString(), host: 'ws-2', channel: 'Security', event_id: 4624, data };
    return raw(JSON.stringify(line), { ...ACME, ce_id: `logon-${n}` }, 'ws-2');
  });
}

const BATCHES = goodBatches(12).map((batch, i) => [...batch, ...losses(i)]);

interface Crashes {
  /** A save that ends the process, before or after it is done. */
  readonly stage: string;
  readonly nth: number;
  readonly when: 'before' | 'after';
}

/** The whole chain; the stage of the crash is started again, as an orchestrator would. */
async function run(crash: Crashes | null): Promise<{ chain: TwoVersions; crashes: number }> {
  let saves = 0;
  let crashes = 0;
  const inject = (store: StateStore): StateStore => ({
    ...store,
    async save(shard, ...rest) {
      const isIt = crash !== null && shard.startsWith(`${crash.stage}:`) && ++saves === crash.nth;
      if (isIt) crashes += 1;
      if (isIt && crash.when === 'before') throw new TypeError('the process dies here');
      const saved = await store.save(shard, ...rest);
      if (isIt) throw new TypeError('the process dies here');
      return saved;
    },
  });
  const chain = twoVersions(inject);
  const start = async (stage: string): Promise<RunningStage> => {
    const running = await chain.start(stage, 'old');
    running.failed.catch(() => void restart(stage));
    return running;
  };
  let restarts = Promise.resolve<unknown>(null);
  const restart = (stage: string) => {
    restarts = restarts.then(() => start(stage));
  };
  for (const stage of STAGES) await start(stage);
  const feed = async (records: readonly Send[], now: number) => {
    await chain.feed(records, now);
    // who has died is started again, and reads what is left
    await new Promise(setImmediate);
    await restarts;
    await chain.feed([], now);
  };
  for (const [i, batch] of BATCHES.entries()) await feed([...progress(NOON + i * 10_000), ...batch], NOON + i * 10_000);
  await feed(progress(Number.POSITIVE_INFINITY), NOON + BATCHES.length * 10_000);
  return { chain, crashes };
}

const factsOf = ({ unmapped }: DetectionFinding) =>
  JSON.parse(unmapped) as { phase: string; revision: number; entity: string; completeness: Completeness };

/** The record of each revision of the alert on dc-1. */
async function recordsOf(chain: TwoVersions) {
  const facts = (await chain.alerts()).map(factsOf).filter(({ entity }) => entity === 'dc-1');
  return new Map(facts.map(({ revision, phase, completeness }) => [revision, { phase, completeness }]));
}

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
const ROUTINE = new Set<string>(DETECTION.flatMap(({ routineDrops }) => routineDrops));

/** What the ledger says was lost up to correlation; of entries that a crash wrote twice the longest counts. */
function lostBy(ledger: readonly LedgerEntry[]) {
  const entries = new Map<string, LedgerEntry>();
  for (const entry of ledger) {
    const place = `${entry.stage}/${entry.partition}/${entry.from}`;
    if (entry.stage !== 'alerts' && entry.to >= (entries.get(place)?.to ?? 0)) entries.set(place, entry);
  }
  const told = { late: 0, dropped: 0, dead_lettered: 0, evicted: 0 };
  for (const { late, dropped, deadLettered, evicted } of entries.values()) {
    told.late += late;
    told.evicted += evicted;
    told.dead_lettered += sum(deadLettered);
    told.dropped += sum(Object.fromEntries(Object.entries(dropped).filter(([reason]) => !ROUTINE.has(reason))));
  }
  return told;
}

describe('the completeness record', () => {
  let expected: Awaited<ReturnType<typeof recordsOf>>;
  beforeAll(async () => {
    const { chain } = await run(null);
    expected = await recordsOf(chain);
    const [last] = [...expected.values()].slice(-1);
    expect(last?.completeness).toMatchObject(lostBy(await chain.ledger()));
  }, 60_000);

  it('is provisional when the alert is raised, and final when it is closed', () => {
    const told = [...expected.values()].map(({ phase, completeness }) => [phase, completeness.final]);
    expect(told[0]).toEqual(['open', false]);
    expect(told.at(-1)).toEqual(['close', true]);
    expect(told.slice(0, -1).every(([, final]) => final === false)).toBe(true);
  });

  it('counts what was lost while the alert was open, and nothing before', () => {
    const [first, ...rest] = [...expected.values()].map(({ completeness }) => completeness);
    expect(first).toMatchObject({ late: 0, dropped: 0, dead_lettered: 0, evicted: 0 });
    expect(rest.at(-1)).toMatchObject({ late: 1, dropped: 0, dead_lettered: 2 });
    expect(rest.at(-1)?.evicted).toBeGreaterThanOrEqual(16);
  });

  it.each(
    STAGES.slice(0, -1).flatMap((stage) =>
      (['before', 'after'] as const).flatMap((when) => [5, 14, 27].map((nth) => ({ stage, nth, when }))),
    ),
  )('is the same when $stage dies $when its save no. $nth, and the batch is repeated', async (crash) => {
    const { chain, crashes } = await run(crash);
    expect(crashes).toBe(1);
    expect(await recordsOf(chain)).toEqual(expected);
    expect(isBalanced(balance(await chain.ledger()))).toBe(true);
  });
});
