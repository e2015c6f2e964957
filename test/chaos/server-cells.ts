import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningPid } from '../../scripts/stack/process.ts';
import { type Cell, NotPossibleHere } from './cell.ts';
import type { Lab } from './lab.ts';
import { addVersion, strangers, strangersFound } from './new-schema.ts';
import { type Scene, scenario } from './scenario.ts';

const NOTHING_CHANGES = 'no record lost; the alerts of a run without faults; the ledger balances';
const DOWN_MS = 5_000;
/** The registry's database writes half a second after it has answered: a schema that it forgot would be another fault. */
const REGISTRY_WRITES_MS = 2_000;
const BROKEN_MS = { small: 5_000, full: 15_000 } as const;

const restart =
  (signal: 'SIGTERM' | 'SIGKILL') =>
  async ({ lab: { servers } }: Scene) => {
    await servers.stop('kafka', signal);
    await sleep(DOWN_MS);
    await servers.start('kafka');
  };

/** Faults of the servers. */
export const SERVER_CELLS: readonly Cell[] = [
  scenario({
    name: 'broker-restart-clean',
    fault: 'SIGTERM of the broker, 5 s down, start',
    holds: NOTHING_CHANGES,
    under: 'features',
    inject: restart('SIGTERM'),
  }),
  scenario({
    name: 'broker-restart-hard',
    fault: 'kill -9 of the broker, 5 s down, start',
    holds: NOTHING_CHANGES,
    under: 'features',
    inject: restart('SIGKILL'),
  }),
  scenario({
    name: 'redis-restart-empty',
    fault: 'kill -9 of Redis with all its data, in the middle of multi-step attacks',
    holds: `${NOTHING_CHANGES}: state is rebuilt from the log without sending; each attack is detected once, with all of its evidence`,
    under: 'correlation',
    async inject({ lab: { servers } }) {
      await servers.stop('redis', 'SIGKILL');
      servers.wipe('redis');
      await sleep(1_000);
      await servers.start('redis');
    },
  }),
  scenario({
    name: 'redis-sleep',
    fault: 'Redis answers nothing for 15 s (DEBUG SLEEP)',
    holds: NOTHING_CHANGES,
    under: 'correlation',
    async inject({ lab, size }) {
      await lab.servers.redis((client) => client.call('DEBUG', 'SLEEP', BROKEN_MS[size] / 1000));
    },
  }),
  scenario({
    name: 'redis-full',
    fault: 'Redis is out of memory under noeviction for 15 s: every save is refused with OOM',
    holds: NOTHING_CHANGES,
    under: 'features',
    async inject({ lab, size, notes }) {
      await lab.servers.redis(async (client) => {
        await client.config('SET', 'maxmemory', '1mb');
        await sleep(BROKEN_MS[size]);
        await client.config('SET', 'maxmemory', '0');
        const refused = /errorstat_OOM:count=(\d+)/.exec(await client.info('errorstats'))?.[1] ?? '0';
        notes.push(`${refused} commands refused with OOM`);
      });
    },
  }),
  scenario({
    name: 'redis-readonly',
    fault: 'Redis is a replica without a primary for 15 s: every save is refused with READONLY',
    holds: NOTHING_CHANGES,
    under: 'features',
    async inject({ lab, size, notes }) {
      await lab.servers.redis(async (client) => {
        await client.replicaof('127.0.0.1', 1);
        await sleep(BROKEN_MS[size]);
        await client.replicaof('NO', 'ONE');
        const refused = /errorstat_READONLY:count=(\d+)/.exec(await client.info('errorstats'))?.[1] ?? '0';
        notes.push(`${refused} commands refused with READONLY`);
      });
    },
  }),
  scenario({
    name: 'registry-down-at-start',
    fault: 'the registry is down while all processes start, and comes 10 s later',
    holds: `${NOTHING_CHANGES}; the processes wait`,
    under: 'features',
    joinsLater: true,
    async prepare({ lab }) {
      await lab.servers.stop('registry', 'SIGKILL');
    },
    async inject({ lab, chain }) {
      await sleep(10_000);
      const ended = chain.instances.find(({ process }) => !process.isAlive);
      if (ended) throw new Error(`a process of ${ended.stage} did not wait`);
      await lab.servers.start('registry');
      await chain.joined();
    },
    clean: ({ lab }) => lab.servers.start('registry'),
  }),
  scenario({
    name: 'registry-down-new-schema',
    fault: 'the registry is down for 15 s while records come with a schema id that no process has seen',
    holds: `${NOTHING_CHANGES}; those records are events, not dead letters`,
    under: 'intake',
    async inject({ lab, size, producer, load }) {
      const version = await addVersion(lab.servers.variables.SCHEMA_REGISTRY_URL);
      await sleep(REGISTRY_WRITES_MS);
      await lab.servers.stop('registry', 'SIGKILL');
      await producer.send(strangers(version, load.partitions));
      await sleep(BROKEN_MS[size]);
      await lab.servers.start('registry');
    },
    check: ({ lab }) => strangersFound(lab),
    clean: ({ lab }) => lab.servers.start('registry'),
  }),
  scenario({
    name: 'disk-full',
    fault: 'the disk of the broker is full: it ends; 5 s later there is room and it is started again',
    holds: NOTHING_CHANGES,
    under: 'features',
    prepare: ({ lab }) => onSmallDisk(lab),
    async inject({ lab, chain, notes }) {
      const ballast = join(lab.servers.settings.state, 'kafka', 'ballast');
      fill(ballast);
      const filledAt = performance.now();
      await chain.until('ended', 120_000, async () => runningPid(lab.servers.settings.state, 'kafka') === null);
      notes.push(`the broker ended ${((performance.now() - filledAt) / 1000).toFixed(1)} s after its disk was full`);
      await sleep(DOWN_MS);
      rmSync(ballast);
      await lab.servers.start('kafka');
    },
    clean: ({ lab }) => offSmallDisk(lab),
  }),
];

const DISK_MB = 512;

/** The broker with its data on a small disk in memory. */
async function onSmallDisk(lab: Lab): Promise<void> {
  const { servers } = lab;
  const folder = join(servers.settings.state, 'kafka');
  await servers.stop('kafka', 'SIGTERM');
  servers.wipe('kafka');
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'vedette-chaos', folder], { stdio: 'pipe' });
  } catch (cause) {
    await servers.start('kafka');
    throw new NotPossibleHere(`no small disk can be mounted: ${(cause as Error).message.split('\n').at(-2) ?? ''}`);
  }
  await servers.start('kafka');
  await servers.reset(12);
}

function fill(file: string): void {
  const { bavail, bsize } = statfsSync(join(file, '..'));
  const block = Buffer.alloc(1024 * 1024);
  writeFileSync(file, '');
  try {
    for (let left = bavail * bsize; left > 0; left -= block.length)
      writeFileSync(file, block.subarray(0, Math.min(left, block.length)), { flag: 'a' });
  } catch (cause) {
    // the broker was writing too: then it is full already
    if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
  }
}

async function offSmallDisk({ servers }: Lab): Promise<void> {
  const folder = join(servers.settings.state, 'kafka');
  await servers.stop('kafka', 'SIGKILL');
  for (let waitedMs = 0; isMounted(folder); waitedMs += 200) {
    try {
      execFileSync('umount', [folder], { stdio: 'pipe' });
    } catch (cause) {
      // the kernel is still ending the broker's threads
      if (waitedMs > 20_000) throw cause;
      await sleep(200);
    }
  }
  servers.wipe('kafka');
  await servers.start('kafka');
}

const isMounted = (folder: string): boolean =>
  readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .some((line) => line.split(' ')[1] === folder);
