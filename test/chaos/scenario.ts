import { usageOf } from '../../bench/process.ts';
import type { Producer } from '../../src/ports.ts';
import type { StageName } from '../../src/topology.ts';
import type { Variables } from '../e2e/processes.ts';
import { type Cell, cell } from './cell.ts';
import { Chain, REPLAY_SETTINGS, STAGES } from './chain.ts';
import { faultsOf } from './faults.ts';
import { type Feed, feed, type Lab } from './lab.ts';
import type { Outcome, Size } from './result.ts';
import { count, type Found, findAll, ledgerFaults } from './verdict.ts';
import { type Workload, workload } from './workload.ts';

/** A load on a chain of its own, a fault in its middle, and a look at what is left. */
export interface Scenario {
  readonly name: string;
  readonly fault: string;
  readonly holds: string;
  /** Runs in three processes, the others in one each. */
  readonly under: StageName;
  readonly partitions?: number;
  readonly records?: Readonly<Record<Size, number>>;
  /** Records a second. */
  readonly rate?: number;
  /** For the processes of the stage under test. */
  readonly own?: (lab: Lab) => Variables;
  /** The processes cannot join before the fault is over. */
  readonly joinsLater?: boolean;
  /** Before any process has started. */
  prepare?(scene: Omit<Scene, 'fed'>): Promise<void>;
  /** Called when part of the load is sent; resolves when the fault is over. */
  inject(scene: Scene): Promise<void>;
  /** What more must hold when all is read. Answers faults. */
  check?(scene: Scene): Promise<readonly string[]>;
  /** After everything, whatever happened. */
  clean?(scene: Omit<Scene, 'fed'>): Promise<void>;
}

export interface Scene {
  readonly lab: Lab;
  readonly size: Size;
  readonly chain: Chain;
  readonly load: Workload;
  readonly producer: Producer;
  readonly fed: Feed;
  /** What was measured beside the counts. */
  readonly notes: string[];
  /** For the scenario's own use. */
  readonly memory: Map<string, number>;
}

export const RECORDS: Readonly<Record<Size, number>> = { small: 6_000, full: 100_000 };
export const INSTANCES = 3;
const PARTITIONS = 12;
const PREFIX = 'n';
const RATE = 2_500;
/** A small load lasts some seconds too. */
const SMALL_SHARE = 0.25;
/** The fault comes when so much of the load is sent. */
const FAULT_AT = 0.25;
const SETTLED_WITHIN_MS = 240_000;
/** Recovered: all stages together are behind by no more than the load of so many seconds. */
const STEADY_SECONDS = 2;

export const scenario = (it: Scenario): Cell => cell(it.name, it.fault, it.holds, (lab, size) => play(it, lab, size));

async function play(it: Scenario, lab: Lab, size: Size): Promise<Outcome> {
  const partitions = it.partitions ?? PARTITIONS;
  const options = { prefix: PREFIX, records: (it.records ?? RECORDS)[size], partitions };
  const rate = (it.rate ?? RATE) * (size === 'small' ? SMALL_SHARE : 1);
  const expected = await lab.expected(options);
  await lab.servers.reset(partitions);
  const chain = new Chain(lab.servers, lab.broker, REPLAY_SETTINGS);
  const producer = await lab.broker.producer();
  const base = { lab, size, chain, load: workload(options), producer, notes: [], memory: new Map() };
  try {
    await it.prepare?.(base);
    for (const stage of STAGES)
      for (let n = 0; n < (stage === it.under ? INSTANCES : 1); n++)
        chain.start(stage, stage === it.under ? it.own?.(lab) : {});
    if (!it.joinsLater) await chain.joined();
    const scene: Scene = { ...base, fed: feed(producer, base.load, rate) };
    await chain.until('fed', SETTLED_WITHIN_MS, async () => scene.fed.sent >= FAULT_AT * options.records);
    await it.inject(scene);
    const recoverMs = await recovered(chain, rate);
    await scene.fed.done;
    await chain.settled(SETTLED_WITHIN_MS);
    const peakMb = Math.round(chain.peakMb(usageOf));
    await chain.close();
    const found = await findAll(lab.broker, lab.codec, new Map([[PREFIX, scene.load]]));
    const counts = count(found.get(PREFIX) as Found, expected, base.load.numberOf);
    const unbalanced = await ledgerFaults(lab.broker, lab.codec);
    const faults = [...faultsOf(counts), ...unbalanced, ...((await it.check?.(scene)) ?? [])];
    return { counts, recoverMs, peakMb, notes: scene.notes, faults };
  } finally {
    await chain.kill();
    await it.clean?.(base);
    await producer.close();
  }
}

async function recovered(chain: Chain, rate: number): Promise<number> {
  const from = performance.now();
  const steady = STEADY_SECONDS * rate;
  await chain.until('recovered', SETTLED_WITHIN_MS, async () => (await chain.lag().catch(() => steady + 1)) <= steady);
  return Math.round(performance.now() - from);
}
