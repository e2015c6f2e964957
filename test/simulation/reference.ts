import { Chaos } from './chaos.ts';
import { Cluster } from './cluster.ts';
import { type History, START_MS, whenQuiet } from './history.ts';
import type { Plan } from './plan.ts';
import { Random } from './random.ts';
import { Scheduler } from './scheduler.ts';
import { KafkaServer } from './server.ts';
import { StoreServer } from './store.ts';

const CLOSED_AFTER_MS = 60_000;

/** The whole chain over the same raw log, record for record, and nothing fails. */
export async function calmHistory({ plan, workload, server: disturbed }: History): Promise<History> {
  const faults = Object.fromEntries(Object.keys(plan.faults).map((fault) => [fault, 0])) as Plan['faults'];
  const calm: Plan = { ...plan, faults: { ...faults, poison: plan.faults.poison }, processes: 1, maxBatch: 100 };
  const scheduler = new Scheduler(START_MS + plan.spanMs + CLOSED_AFTER_MS, null);
  const chaos = new Chaos(calm, new Random(plan.seed, 'calm chaos'));
  chaos.isOn = false;
  const server = new KafkaServer(calm, scheduler);
  for (const log of disturbed.logs('telemetry.raw.v1'))
    for (const { timestamp, ...record } of log.read(0, Number.MAX_SAFE_INTEGER))
      server.append({ topic: 'telemetry.raw.v1', ...record }, timestamp);
  const store = new StoreServer();
  const cluster = new Cluster({
    plan: calm,
    scheduler,
    chaos,
    random: new Random(plan.seed, 'calm'),
    server,
    store,
    scores: () => {},
  });
  await scheduler.run(scheduler.now + 3 * plan.tickMs, () => false);
  return whenQuiet({ plan: calm, workload, server, store, scheduler, cluster });
}
