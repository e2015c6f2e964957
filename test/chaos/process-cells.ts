import { setTimeout as sleep } from 'node:timers/promises';
import type { Cell } from './cell.ts';
import { STAGES } from './chain.ts';
import { type Scene, scenario } from './scenario.ts';

const NOTHING_CHANGES = 'no record lost; the alerts of a run without faults; the ledger balances';

/** Faults of our own processes. */
export const PROCESS_CELLS: readonly Cell[] = [
  scenario({
    name: 'rolling-restart',
    fault: 'SIGTERM and start of a process of every stage at once, 10 rounds',
    holds: `${NOTHING_CHANGES}; every process drains and ends with 0`,
    under: 'features',
    rate: 900,
    inject: async ({ chain, size, memory }) => {
      for (let round = 0; round < (size === 'full' ? 10 : 2); round++) {
        await Promise.all(
          STAGES.map(async (stage) => {
            const ofStage = chain.of(stage);
            const one = ofStage[round % ofStage.length];
            if (one && (await chain.replace(one, 'SIGTERM')) !== 0) memory.set(stage, (memory.get(stage) ?? 0) + 1);
          }),
        );
        await chain.joined();
      }
    },
    check: async ({ memory }) => [...memory].map(([stage, times]) => `${stage} did not end with 0, ${times} times`),
  }),
  scenario({
    name: 'zombie',
    fault:
      'SIGSTOP of one of three features processes for 45 s, then SIGCONT: it goes on after its partitions have moved',
    holds: `${NOTHING_CHANGES}; what the zombie saves is refused`,
    under: 'features',
    rate: 1_300,
    inject: async ({ chain, size }) => {
      const [zombie] = chain.of('features');
      if (!zombie) throw new Error('no process of features');
      process.kill(zombie.process.pid, 'SIGSTOP');
      await sleep(size === 'full' ? 45_000 : 12_000);
      process.kill(zombie.process.pid, 'SIGCONT');
    },
  }),
  scenario({
    name: 'consumers-come-and-go',
    fault: 'a fourth features process joins or leaves every 5 s, for 2 min',
    holds: NOTHING_CHANGES,
    under: 'features',
    rate: 700,
    async inject({ chain, size }) {
      for (let round = 0; round < (size === 'full' ? 12 : 1); round++) {
        const guest = chain.start('features');
        await sleep(5_000);
        await guest.process.stop();
        chain.forget(guest);
        await sleep(5_000);
      }
    },
  }),
  scenario({
    name: 'kill-all',
    fault: 'kill -9 of every process of every stage at the same moment, then start',
    holds: NOTHING_CHANGES,
    under: 'features',
    async inject({ chain }: Scene) {
      await Promise.all(chain.instances.map((one) => chain.replace(one, 'SIGKILL')));
    },
  }),
];
