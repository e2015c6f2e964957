import { usageOf } from '../../bench/process.ts';
import type { StageName } from '../../src/topology.ts';
import type { Cell, Report } from './cell.ts';
import { Chain, STAGES } from './chain.ts';
import { type CrashPoint, type CrashStep, STEPS } from './crash-points.ts';
import { faultsOf } from './faults.ts';
import { feed, type Lab } from './lab.ts';
import type { Outcome, Size } from './result.ts';
import { count, type Found, findAll, ledgerFaults } from './verdict.ts';
import { type Workload, type WorkloadOptions, workload } from './workload.ts';

const RECORDS: Readonly<Record<Size, number>> = { small: 4_000, full: 10_000 };
const PARTITIONS = 6;
const SETTLED_WITHIN_MS = 90_000;

/** Values that a stage encodes before it dies in the middle of a batch: some way into the first large one. */
const ENCODED: Readonly<Record<StageName, number>> = {
  intake: 300,
  features: 300,
  inference: 40,
  correlation: 8,
  alerts: 5,
};

const crashPoint = (stage: StageName, step: CrashStep): CrashPoint => ({
  step,
  time: step === 'mid-batch' ? (ENCODED[stage] ?? 1) : step.endsWith('commit') ? 1 : 2,
});

/** kill -9 of each stage at each step; the cells of a stage share one chain, each with tenants of its own. */
export const KILL_MATRIX: readonly Cell[] = STAGES.flatMap((stage) => {
  const suite = {
    name: `kill-${stage}`,
    run: (cells: readonly Cell[], lab: Lab, size: Size, report: Report) => killAtEach(stage, cells, lab, size, report),
  };
  return STEPS.map((step) => ({
    name: `kill-${stage}-${step}`,
    fault: `kill -9 of one of two ${stage} processes, ${step.replace('-', ' ')}`,
    holds: 'no record lost; the alerts of a run without faults; the ledger balances',
    suite,
  }));
});

interface Killed {
  readonly cell: Cell;
  readonly load: Workload;
  readonly recoverMs: number;
  readonly seconds: number;
  readonly faults: readonly string[];
}

async function killAtEach(
  stage: StageName,
  cells: readonly Cell[],
  lab: Lab,
  size: Size,
  report: Report,
): Promise<void> {
  await lab.servers.reset(PARTITIONS);
  const chain = new Chain(lab.servers, lab.broker);
  for (const one of STAGES) chain.start(one);
  const killed: Killed[] = [];
  try {
    for (const [index, cell] of cells.entries()) {
      const options = { prefix: `k${index}`, records: RECORDS[size], partitions: PARTITIONS, weeks: index + 1 };
      killed.push(await killOnce(stage, cell, options, chain, lab));
      lab.say(`${cell.name}: settled ${(killed.at(-1)?.recoverMs ?? 0) / 1000} s after the kill`);
    }
  } finally {
    const peakMb = Math.round(chain.peakMb(usageOf));
    await chain.close();
    await judge(killed, peakMb, size, lab, report);
  }
}

async function killOnce(
  stage: StageName,
  cell: Cell,
  options: WorkloadOptions,
  chain: Chain,
  lab: Lab,
): Promise<Killed> {
  const startedAt = performance.now();
  const step = STEPS.find((one) => cell.name === `kill-${stage}-${one}`) as CrashStep;
  const mortal = chain.startMortal(stage, crashPoint(stage, step));
  await chain.joined();
  const load = workload(options);
  const producer = await lab.broker.producer();
  const fed = feed(producer, load);
  const died = await diesBefore(mortal.process, fed.done);
  const diedAt = performance.now();
  if (!died) await mortal.process.stop();
  chain.forget(mortal);
  await fed.done;
  await chain.settled(SETTLED_WITHIN_MS);
  await producer.close();
  return {
    ...{ cell, load },
    recoverMs: Math.round(performance.now() - diedAt),
    seconds: (performance.now() - startedAt) / 1000,
    faults: died ? [] : ['the process never came to that step: nothing was killed'],
  };
}

const DIES_WITHIN_MS = 30_000;

/** The step comes while the records are read, at the latest soon after the last was sent. */
async function diesBefore(process: { readonly isAlive: boolean }, sent: Promise<void>): Promise<boolean> {
  let deadline = Number.POSITIVE_INFINITY;
  void sent.finally(() => {
    deadline = performance.now() + DIES_WITHIN_MS;
  });
  while (process.isAlive && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  return !process.isAlive;
}

async function judge(killed: readonly Killed[], peakMb: number, size: Size, lab: Lab, report: Report): Promise<void> {
  const loads = new Map(killed.map(({ load }, index) => [`k${index}`, load]));
  const found = await findAll(lab.broker, lab.codec, loads);
  const expected = await lab.expected({ prefix: '', records: RECORDS[size], partitions: PARTITIONS });
  const unbalanced = await ledgerFaults(lab.broker, lab.codec);
  for (const [index, { cell, recoverMs, seconds, faults }] of killed.entries()) {
    const counts = count(found.get(`k${index}`) as Found, expected, loads.get(`k${index}`)?.numberOf ?? (() => -1));
    const outcome: Outcome = { counts, recoverMs, peakMb, faults: [...faults, ...faultsOf(counts), ...unbalanced] };
    report(cell, outcome, seconds);
  }
}
