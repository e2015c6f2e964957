import type { Chaos } from './chaos.ts';
import type { Cluster } from './cluster.ts';
import type { Plan } from './plan.ts';
import { Random } from './random.ts';
import { QUIET_MS } from './rooms.ts';
import type { Scheduler } from './scheduler.ts';
import type { KafkaServer } from './server.ts';
import type { StoreServer } from './store.ts';
import { silenceOfAHost, tableChange } from './tables.ts';

const MOST_CHANGES = 10;

export interface Disturbed {
  readonly scheduler: Scheduler;
  readonly chaos: Chaos;
  readonly cluster: Cluster;
  readonly store: StoreServer;
  readonly server: KafkaServer;
}

/** Faults that come at a time of their own; those of single requests are in `chaos`. */
export function disturb({ seed, faults, spanMs }: Plan, { scheduler, chaos, cluster, store, server }: Disturbed): void {
  const random = new Random(seed, 'disturbance');
  const some = (fault: number, most: number, label: string, run: () => void) => {
    const count = fault > 0 ? random.int(1, Math.max(1, Math.round(most * fault))) : 0;
    for (let i = 0; i < count; i++) scheduler.after(random.between(0, spanMs + QUIET_MS), label, run);
  };
  some(faults.zombie, 8, 'a process is stopped', () => {
    const ups = cluster.processes.filter(({ isUp }) => isUp);
    if (ups.length > 0)
      cluster.freeze(random.pick(ups), random.pick([random.between(100, 5000), random.between(6000, 30_000)]));
  });
  some(faults.crash, 4, 'a process is killed', () => {
    const ups = cluster.processes.filter(({ isUp }) => isUp);
    if (ups.length > 0) random.pick(ups).die('killed');
  });
  some(faults.rebalance, 10, 'a group rebalances', () => {
    const groups = [...server.coordinators.values()];
    if (groups.length > 0) random.pick(groups).rebalance();
  });
  some(faults.scaling, 6, 'a stage is scaled', () => cluster.scale(random));
  some(faults['store-emptied'], 2, 'the store is emptied', () => store.empty());
  some(faults['registry-down'], 2, 'the registry goes down', () => {
    chaos.registryIsDown = true;
    scheduler.after(random.between(500, 20_000), 'the registry is back', () => {
      chaos.registryIsDown = false;
    });
  });
  some(faults['table-change'], 4, 'a table changes', () => server.append(tableChange(random)));
  some(faults.silence, 1, 'a host is silenced', () => server.append(silenceOfAHost(random)));
  // a table that changes while a partition moves, or before records are sent again, is where versions matter most
  let changes = 0;
  const changeWithin = (ms: number) => {
    if (faults['table-change'] === 0 || changes >= MOST_CHANGES || !random.chance(0.5)) return;
    changes += 1;
    scheduler.after(random.between(0, ms), 'a table changes', () => server.append(tableChange(random)));
  };
  cluster.onUpset = () => changeWithin(8000);
  chaos.onDoubt = () => changeWithin(150);
}
