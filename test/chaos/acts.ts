import { usageOf } from '../../bench/process.ts';
import type { Producer } from '../../src/ports.ts';
import type { StageName } from '../../src/topology.ts';
import type { Variables } from '../e2e/processes.ts';
import { Chain, REPLAY_SETTINGS, STAGES } from './chain.ts';
import { faultsOf } from './faults.ts';
import { feed, type Lab } from './lab.ts';
import { type Reference, reference } from './reference.ts';
import type { Outcome } from './result.ts';
import { INSTANCES } from './scenario.ts';
import { type Counts, count, type Found, findAll, lostOf } from './verdict.ts';
import { type WorkloadOptions, workload } from './workload.ts';

const SETTLED_WITHIN_MS = 240_000;

/** A chain that is fed one load after the other, with something happening between them. */
export interface Stage {
  readonly lab: Lab;
  readonly chain: Chain;
  readonly producer: Producer;
  readonly acts: Act[];
  /** Sends a whole load, each under its own tenants and in its own week. */
  play(records: number, change?: Partial<WorkloadOptions>, perSecond?: number): Promise<Act>;
  settled(withinMs?: number): Promise<void>;
}

export interface Act {
  readonly options: WorkloadOptions;
}

export interface Played {
  readonly outcome: Outcome;
  /** Numbers of the records that are lost, act by act. */
  readonly lost: readonly ReadonlyMap<number, string>[];
}

export interface Setting {
  readonly under: StageName;
  readonly partitions: number;
  /** For the processes of the stage under test. */
  readonly own?: Variables;
  /** Processes of the stage under test; default: three. */
  readonly instances?: number;
  /** The acts start the processes themselves. */
  readonly startsLater?: boolean;
}

/** `work` plays the acts; what was to be lost is left out of the run without faults that the alerts are held against. */
export async function play(
  lab: Lab,
  setting: Setting,
  work: (stage: Stage) => Promise<Omit<Outcome, 'counts'>>,
): Promise<Played> {
  await lab.servers.reset(setting.partitions);
  const chain = new Chain(lab.servers, lab.broker, REPLAY_SETTINGS);
  const producer = await lab.broker.producer();
  const acts: Act[] = [];
  const stage: Stage = {
    ...{ lab, chain, producer, acts },
    async play(records, change = {}, perSecond = Number.POSITIVE_INFINITY) {
      const prefix = `a${acts.length}`;
      const options = { prefix, records, partitions: setting.partitions, weeks: acts.length, ...change };
      const act = { options };
      acts.push(act);
      await feed(producer, workload(options), perSecond).done;
      return act;
    },
    settled: (withinMs = SETTLED_WITHIN_MS) => chain.settled(withinMs),
  };
  try {
    if (!setting.startsLater) await startAll(chain, setting);
    const told = await work(stage);
    const peakMb = Math.round(chain.peakMb(usageOf));
    await chain.close();
    const { counts, lost } = await judge(stage);
    return {
      outcome: { peakMb, ...told, counts, faults: [...told.faults, ...faultsOf({ ...counts, lost: 0 })] },
      lost,
    };
  } finally {
    await chain.kill();
    await producer.close();
  }
}

/** Starts every stage; resolves when all have joined. */
export async function startAll(chain: Chain, { under, own, instances = INSTANCES }: Setting): Promise<void> {
  for (const name of STAGES)
    for (let n = 0; n < (name === under ? instances : 1); n++) chain.start(name, name === under ? own : {});
  await chain.joined();
}

async function judge({ lab, acts }: Stage): Promise<{ counts: Counts; lost: readonly ReadonlyMap<number, string>[] }> {
  const loads = new Map(acts.map(({ options }) => [options.prefix, workload(options)]));
  const found = await findAll(lab.broker, lab.codec, loads);
  const lost: ReadonlyMap<number, string>[] = [];
  const all: Counts[] = [];
  for (const { options } of acts) {
    const one = found.get(options.prefix) as Found;
    const { numberOf } = workload(options);
    const expected = await expectedOf(one, options, lab);
    const missing = lostOf(one, expected, numberOf);
    lost.push(missing);
    all.push(count(one, expected, numberOf));
  }
  return { counts: total(all), lost };
}

/** What must be there in spite of rows that are lost: what such a row changes in the signals of others is no loss. */
async function expectedOf(found: Found, options: WorkloadOptions, lab: Lab): Promise<Reference> {
  const whole = await lab.expected(options);
  const rows = lostOf(found, { alerts: [], signals: new Set() }, () => -1);
  if (rows.size === 0) return whole;
  const rest = await reference(workload({ ...options, without: new Set(rows.keys()) }));
  return { alerts: rest.alerts, signals: new Set([...whole.signals].filter((key) => rest.signals.has(key))) };
}

function total(all: readonly Counts[]): Counts {
  const sum = (of: (one: Counts) => number) => all.reduce((so, one) => so + of(one), 0);
  return {
    records: sum(({ records }) => records),
    lost: sum(({ lost }) => lost),
    examples: all.flatMap(({ examples }) => examples),
    deadLettered: sum(({ deadLettered }) => deadLettered),
    repeated: sum(({ repeated }) => repeated),
    conflicting: sum(({ conflicting }) => conflicting),
    missingAlerts: sum(({ missingAlerts }) => missingAlerts),
    extraAlerts: sum(({ extraAlerts }) => extraAlerts),
    alerts: sum(({ alerts }) => alerts),
    degraded: sum(({ degraded }) => degraded),
    absorbed: sum(({ absorbed }) => absorbed),
  };
}
