import { isEmpty } from '../../src/runner/ledger.ts';
import type { RunnerRecord } from '../../src/runner/record.ts';
import { Chaos } from './chaos.ts';
import { Cluster } from './cluster.ts';
import { disturb } from './disturb.ts';
import type { Plan } from './plan.ts';
import { Random } from './random.ts';
import { STAGES } from './rooms.ts';
import { Scheduler } from './scheduler.ts';
import { KafkaServer } from './server.ts';
import { StoreServer } from './store.ts';
import { type Workload, workloadOf } from './workload.ts';

export const START_MS = Date.UTC(2024, 4, 14, 12);
/** After the last event: longer than threats stay open. */
export const CLOSING_MS = 45_000;
const SETTLE_WITHIN_MS = 600_000;

export interface History {
  readonly plan: Plan;
  readonly workload: Workload;
  readonly server: KafkaServer;
  readonly store: StoreServer;
  readonly faults: readonly string[];
  readonly isSettled: boolean;
  readonly wasEmptied: boolean;
  readonly hash: string;
  readonly steps: number;
  readonly crashes: number;
  readonly unsettled: string;
}

/** Runs one history: feeds and faults for a while, then no more faults until all is read. */
export async function runHistory(plan: Plan, trace: ((line: string) => void) | null): Promise<History> {
  const scheduler = new Scheduler(START_MS, trace);
  const random = new Random(plan.seed, 'world');
  const chaos = new Chaos(plan, new Random(plan.seed, 'chaos'));
  const server = new KafkaServer(plan, scheduler);
  const store = new StoreServer();
  const cluster = new Cluster({ plan, scheduler, chaos, random, server, store, scores: () => {} });
  const workload = workloadOf(plan, START_MS);
  for (const { at, record } of workload.feeds)
    scheduler.after(at - scheduler.now, 'a producer sends', () => server.append(record));
  disturb(plan, { scheduler, chaos, cluster, store, server });
  await scheduler.run(START_MS + plan.spanMs + CLOSING_MS, () => false);
  chaos.isOn = false;
  chaos.registryIsDown = false;
  for (const process of cluster.processes) cluster.thaw(process);
  return whenQuiet({ plan, workload, server, store, scheduler, cluster });
}

type Parts = Pick<History, 'plan' | 'workload' | 'server' | 'store'> & {
  readonly scheduler: Scheduler;
  readonly cluster: Cluster;
};

/** Lets it run until all is read, and sums it up. */
export async function whenQuiet({ plan, workload, server, store, scheduler, cluster }: Parts): Promise<History> {
  server.isClosed = true;
  const isSettled = await scheduler.run(scheduler.now + SETTLE_WITHIN_MS, quietFor(scheduler, server, store));
  cluster.isOver = true;
  return {
    ...{
      plan,
      workload,
      server,
      store,
      isSettled,
      faults: cluster.faults,
      steps: scheduler.steps,
      crashes: cluster.deaths,
    },
    wasEmptied: store.facts.some(({ kind }) => kind === 'emptied'),
    hash: scheduler.hash.toString(16).padStart(8, '0'),
    unsettled: isSettled ? '' : whatIsOpen(server, store).join('; '),
  };
}

/** Partitions that are not read, committed and accounted for to their end. */
function whatIsOpen(server: KafkaServer, store: StoreServer): readonly string[] {
  const records = store.records();
  return STAGES.flatMap(({ name, reads }) =>
    server.logs(reads.name).flatMap((log) => {
      const record = records.get(`${name}:${log.partition}:0`);
      const committed =
        server.coordinators.get(`vedette.${name} ${reads.name}`)?.commits.get(log.partition)?.offset ?? 0;
      const open = opennessOf(record, log.end, committed);
      return open ? [`${name}/${log.partition} ${open}`] : [];
    }),
  );
}

function opennessOf(record: RunnerRecord | undefined, end: number, committed: number): string | null {
  if (!record) return end > 0 ? 'never saved' : null;
  if (record.offset < end) return `is at ${record.offset} of ${end}`;
  if (committed < end) return `has committed ${committed} of ${end}`;
  return isEmpty(record.entry) ? null : `has an open ledger entry of ${record.entry.from} to ${record.entry.to}`;
}

/** Holds when nothing was open and nothing was stored for some time. */
function quietFor(scheduler: Scheduler, server: KafkaServer, store: StoreServer): () => boolean {
  let appends = -1;
  let since = scheduler.now;
  let looked = scheduler.now;
  return () => {
    if (server.appends !== appends) {
      appends = server.appends;
      since = scheduler.now;
    }
    if (scheduler.now - since < 25_000 || scheduler.now - looked < 1000) return false;
    looked = scheduler.now;
    return whatIsOpen(server, store).length === 0;
  };
}
