import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { kafka } from './kafka.ts';
import { withLock } from './lock.ts';
import { logTail, runningPid, startDetached, stopProcess } from './process.ts';
import { redis } from './redis.ts';
import { registry } from './registry.ts';
import type { Service } from './service.ts';
import type { Settings } from './settings.ts';

const READY_WITHIN_MS = 180_000;

export interface ServiceStatus {
  readonly name: string;
  readonly state: 'ready' | 'starting' | 'stopped';
  readonly pid: number | null;
  readonly url: string;
}

/** The servers of the stack, in the order they are started. */
export const services = (settings: Settings): readonly Service[] => [
  redis(settings),
  kafka(settings),
  registry(settings),
];

/** Starts what does not run, of all servers or of the chosen ones, and waits until they answer. */
export async function up(settings: Settings, chosen = services(settings)): Promise<void> {
  await withLock(settings.state, async () => {
    for (const service of chosen) await start(settings, service);
    await Promise.all(chosen.map((service) => untilReady(settings, service)));
  });
}

/** Stops all servers; with `wipe` their data goes too. */
export async function down(settings: Settings, { wipe }: { wipe: boolean }): Promise<void> {
  await withLock(settings.state, async () => {
    for (const service of services(settings).toReversed()) await stopProcess(settings.state, service.name);
    if (wipe) for (const service of services(settings)) rmSync(service.data, { recursive: true, force: true });
  });
}

export function status(settings: Settings): Promise<readonly ServiceStatus[]> {
  return Promise.all(
    services(settings).map(async (service) => {
      const pid = runningPid(settings.state, service.name);
      const state = pid === null ? 'stopped' : (await service.ready()) ? 'ready' : 'starting';
      return { name: service.name, state, pid, url: service.url };
    }),
  );
}

async function start(settings: Settings, service: Service): Promise<void> {
  if (runningPid(settings.state, service.name) !== null) return;
  for (const port of service.ports)
    if (!(await isFree(port)))
      throw new Error(
        `port ${port} for ${service.name} is taken by another program: stop it, or choose another port with VEDETTE_STACK_${service.name.toUpperCase()}_PORT`,
      );
  const command = await withLock(settings.packages, () => service.prepare());
  await startDetached(settings.state, service.name, command);
}

async function untilReady(settings: Settings, service: Service): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await service.ready())) {
    const ended = runningPid(settings.state, service.name) === null;
    if (ended || performance.now() > deadline) {
      const what = ended ? 'ended while it started' : `was not ready after ${READY_WITHIN_MS / 1000} s`;
      throw new Error(`${service.name} ${what}; the end of its log:\n${logTail(settings.state, service.name, 20)}`);
    }
    await sleep(100);
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
