import { setTimeout as sleep } from 'node:timers/promises';
import type { StageName } from '../../src/topology.ts';
import type { Cell } from './cell.ts';
import { type BrokerProxy, openProxy } from './proxy.ts';
import { type Scenario, type Scene, scenario } from './scenario.ts';

const NOTHING_CHANGES = 'no record lost; the alerts of a run without faults; the ledger balances';

interface ProxiedScenario extends Pick<Scenario, 'name' | 'fault' | 'holds'> {
  readonly under: StageName;
  inject(scene: Scene, proxy: BrokerProxy): Promise<void>;
}

/** The stage under test reaches the broker through a proxy, which misbehaves. */
export function proxied({ inject, ...rest }: ProxiedScenario): Cell {
  let proxy: BrokerProxy | null = null;
  return scenario({
    ...rest,
    own: (lab) => lab.servers.proxied.variables,
    async prepare({ lab }) {
      proxy = await openProxy(lab.servers.proxied.listenAt, lab.servers.proxied.to);
    },
    async inject(scene) {
      if (proxy) await inject(scene, proxy);
      proxy?.mend();
      if (proxy?.done) scene.notes.push(`${proxy.done} answers were lost`);
    },
    async clean() {
      await proxy?.close();
      proxy = null;
    },
  });
}

export const NETWORK_CELLS: readonly Cell[] = [
  proxied({
    name: 'network-cut',
    fault: 'the network between all features processes and the broker is cut for 15 s',
    holds: NOTHING_CHANGES,
    under: 'features',
    async inject({ size }, proxy) {
      proxy.cut();
      await sleep(size === 'full' ? 15_000 : 5_000);
    },
  }),
  proxied({
    name: 'network-slow',
    fault: 'between features and the broker 100 ms of delay and 1 MB/s, for 20 s',
    holds: NOTHING_CHANGES,
    under: 'features',
    async inject({ size }, proxy) {
      proxy.slow(100, 1_000_000);
      await sleep(size === 'full' ? 20_000 : 5_000);
    },
  }),
  proxied({
    name: 'acks-lost',
    fault: 'every tenth produce request of features is stored, but its answer is lost, for 20 s',
    holds: `${NOTHING_CHANGES}: what is sent twice is taken once`,
    under: 'features',
    async inject({ size }, proxy) {
      proxy.dropAcks(10);
      await sleep(size === 'full' ? 20_000 : 5_000);
    },
  }),
];
