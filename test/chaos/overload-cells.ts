import { setTimeout as sleep } from 'node:timers/promises';
import { usageOf } from '../../bench/process.ts';
import { summarise } from '../../src/audit/summarise.ts';
import { keyText, partitioner } from '../../src/runner/wire-key.ts';
import { type Played, play, type Stage, startAll } from './acts.ts';
import { auditOf } from './audited.ts';
import { type Cell, cell } from './cell.ts';
import type { Lab } from './lab.ts';
import { latencies, percentile } from './latency.ts';
import type { Outcome, Size } from './result.ts';
import { cellOf, plainTenant } from './told-apart.ts';
import { readEntries } from './verdict.ts';
import { HOT_HOST } from './workload.ts';

const PARTITIONS = 12;
/** What a process of a stage may take, whatever comes. */
const MOST_MB = 512;
/** Records a second at which the machine of the tests is not yet busy. */
const STEADY = 600;
const STEADY_RECORDS: Readonly<Record<Size, number>> = { small: 4_000, full: 15_000 };
const BURST = 5;
const BURST_SECONDS: Readonly<Record<Size, number>> = { small: 5, full: 60 };
const BACK_WITHIN_MS = 60_000;
/** Times of the clock that are too short to be compared: one late millisecond must not be twice as long. */
const LEAST_MS = 50;
/** A backlog is made of loads of the usual size. */
const LOAD: Readonly<Record<Size, number>> = { small: 5_000, full: 100_000 };
const DRAINED_WITHIN_MS = 1_500_000;

const SETTING = { under: 'features', partitions: PARTITIONS } as const;
const HOLDS = `no record lost; the alerts of a run without faults; what is evicted is counted; every process below ${MOST_MB} MB`;

/** More than usual, from one place or from all. */
export const OVERLOAD_CELLS: readonly Cell[] = [
  cell(
    'hot-key',
    `half of ${STEADY} records/s are of one host`,
    `${HOLDS}; p99 of keys in other partitions within twice that of an even load`,
    (lab, size) => skewed(lab, size, { hotHost: 0.5 }, (signal) => !sharesPartition(signal)),
  ),
  cell(
    'hot-tenant',
    `95 % of ${STEADY} records/s are of one tenant`,
    `${HOLDS}; p99 of the other tenants' keys within twice that of an even load`,
    (lab, size) => skewed(lab, size, { hotTenant: 0.95 }, ({ event }) => plainTenant(event.tenant) !== '0'),
  ),
  cell(
    'burst',
    `${BURST} times ${STEADY} records/s for a minute`,
    `${HOLDS}; the lag is back to that of the even load within 60 s after the burst`,
    burst,
  ),
  cell('backlog-half-million', 'half a million records wait when the stages start', HOLDS, (lab, size) =>
    backlog(lab, size, 5),
  ),
  cell('backlog', 'two million records wait when the stages start', HOLDS, (lab, size) => backlog(lab, size, 20)),
];

interface Keyed {
  readonly event: { readonly tenant: string; readonly host: string; readonly rawPartition: number };
}

const partitionOf = partitioner();

/** Meets the hot host on telemetry.raw or on telemetry.events. */
function sharesPartition({ event }: Keyed): boolean {
  const hot = { tenant: event.tenant.replace(/-\d+$/, '-0'), id: HOT_HOST };
  const onEvents = (key: { tenant: string; id: string }) => partitionOf(keyText(key), PARTITIONS);
  return (
    event.rawPartition === partitionOf(HOT_HOST, PARTITIONS) ||
    onEvents({ tenant: event.tenant, id: event.host }) === onEvents(hot)
  );
}

/** An even load, then the same with most of it from one place. */
async function skewed(
  lab: Lab,
  size: Size,
  change: { readonly hotHost?: number; readonly hotTenant?: number },
  isOther: (signal: Keyed) => boolean,
): Promise<Outcome> {
  const played = await play(lab, SETTING, async (stage) => {
    await stage.play(STEADY_RECORDS[size] / 4, {}, STEADY);
    await stage.play(STEADY_RECORDS[size], {}, STEADY);
    await stage.settled();
    await stage.play(STEADY_RECORDS[size], change, STEADY);
    const at = performance.now();
    await stage.settled();
    const recoverMs = Math.round(performance.now() - at);
    const of = async (act: string) =>
      percentile(await latencies(lab, (signal) => cellOf(signal.event.tenant) === act && isOther(signal)), 0.99);
    const [even, hot] = [await of('a1'), await of('a2')];
    const isWithin = hot <= 2 * Math.max(even, LEAST_MS);
    const notes = [
      `p99 from telemetry.raw to telemetry.signals ${even} ms with an even load, ${hot} ms beside the hot one`,
    ];
    return { recoverMs, notes, faults: isWithin ? [] : [`p99 rose from ${even} to ${hot} ms`] };
  });
  return finished(lab, played);
}

async function burst(lab: Lab, size: Size): Promise<Outcome> {
  const played = await play(lab, SETTING, async (stage) => {
    const steady = await highestLag(stage, () => stage.play(STEADY_RECORDS[size] / 2, {}, STEADY));
    const high = await highestLag(stage, () => stage.play(STEADY * BURST * BURST_SECONDS[size], {}, STEADY * BURST));
    const after = stage.play(STEADY_RECORDS[size] / 2, {}, STEADY);
    const at = performance.now();
    // one second of the load more than what was seen before counts as the same
    await stage.chain.until('back', DRAINED_WITHIN_MS, async () => (await stage.chain.lag()) <= steady + STEADY);
    const recoverMs = Math.round(performance.now() - at);
    await after;
    await stage.settled();
    const notes = [`highest lag ${steady} records with the even load, ${high} in the burst`];
    return {
      recoverMs,
      notes,
      faults: recoverMs <= BACK_WITHIN_MS ? [] : [`the lag was back after ${recoverMs / 1000} s only`],
    };
  });
  return finished(lab, played);
}

async function highestLag({ chain }: Stage, work: () => Promise<unknown>): Promise<number> {
  let [highest, isOver] = [0, false];
  const working = work().finally(() => {
    isOver = true;
  });
  while (!isOver) {
    highest = Math.max(highest, await chain.lag());
    await sleep(500);
  }
  await working;
  return highest;
}

async function backlog(lab: Lab, size: Size, loads: number): Promise<Outcome> {
  const records = LOAD[size];
  const setting = { ...SETTING, instances: 1, startsLater: true };
  const played = await play(lab, setting, async (stage) => {
    for (let n = 0; n < loads; n++) await stage.play(records);
    const at = performance.now();
    await startAll(stage.chain, setting);
    await stage.settled(DRAINED_WITHIN_MS);
    const recoverMs = Math.round(performance.now() - at);
    const notes = [
      `peak memory in MB: ${stage.chain.peaks(usageOf)}`,
      `${Math.round((loads * records) / (recoverMs / 1000))} records/s from the start of the processes to the last commit`,
    ];
    return { recoverMs, notes, faults: [] };
  });
  return finished(lab, played);
}

/** Loss, ledger, evictions and memory, for every overload alike. */
async function finished(lab: Lab, { outcome, lost }: Played): Promise<Outcome> {
  const audit = await auditOf(lab);
  const { partitions } = summarise(await readEntries(lab.broker, lab.codec));
  const evicted = partitions.reduce((sum, one) => sum + one.evicted, 0);
  const { peakMb = 0, notes = [] } = outcome;
  const faults = [
    ...lost.flatMap(({ size }, act) => (size > 0 ? [`${size} records of load ${act} lost`] : [])),
    ...audit.faults,
    ...(peakMb > MOST_MB ? [`a process took ${peakMb} MB`] : []),
  ];
  return {
    ...outcome,
    notes: [...notes, `${evicted} evictions in the ledger`],
    faults: [...outcome.faults, ...faults],
  };
}
