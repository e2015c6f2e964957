import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kafka } from '../../scripts/stack/kafka.ts';
import { runningPid, stopProcess } from '../../scripts/stack/process.ts';
import { redis } from '../../scripts/stack/redis.ts';
import { registry } from '../../scripts/stack/registry.ts';
import { clientEnvironment, settingsFrom } from '../../scripts/stack/settings.ts';
import { down, up } from '../../scripts/stack/stack.ts';
import { randomPort } from '../integration/random-port.ts';
import { type StageProcess, startStage, succeed } from './processes.ts';

/** Servers of its own, as the shared ones must not be stopped; where they cannot be had this is skipped aloud. */
const settings = settingsFrom({
  VEDETTE_STACK_DIR: mkdtempSync(join(tmpdir(), 'vedette-readiness-')),
  VEDETTE_STACK_KAFKA_PORT: randomPort(20_000),
  VEDETTE_STACK_REGISTRY_PORT: randomPort(24_000),
  VEDETTE_STACK_REDIS_PORT: randomPort(28_000),
});
const services = { redis: redis(settings), kafka: kafka(settings), registry: registry(settings) };
type Server = keyof typeof services;

const broken = await up(settings).then(
  () => null,
  (cause: Error) => cause.message,
);
const isRequired = Boolean(process.env.VEDETTE_REQUIRE);
if (broken && !isRequired) process.stderr.write(`SKIPPED, no local servers: readiness: ${broken}\n`);

/** The promise is a minute; a shorter threshold keeps the test short and proves the same path. */
const STALL_MS = 3000;
const SEEN_WITHIN_MS = 40_000;

(broken && !isRequired ? describe.skip : describe)('readiness of a process with every stage', () => {
  let stages: StageProcess;
  let url = '';

  beforeAll(async () => {
    if (broken) throw new Error(broken);
    const variables = {
      ...clientEnvironment(settings),
      VEDETTE_HTTP_PORT: '0',
      VEDETTE_STALL_MS: String(STALL_MS),
    };
    await succeed(['topics', 'apply', '--replicas', '1'], variables);
    await succeed(['schemas', 'register'], variables);
    stages = startStage('all', variables);
    await until('a port', () => /"httpPort":\d+/.test(stages.log()));
    url = `http://127.0.0.1:${/"httpPort":(\d+)/.exec(stages.log())?.[1]}`;
    await until('ready', isReady);
  }, 200_000);

  afterAll(async () => {
    await stages?.kill();
    await down(settings, { wipe: true });
    rmSync(settings.state, { recursive: true, force: true });
  }, 60_000);

  const faults = async (): Promise<readonly string[]> =>
    ((await (await fetch(`${url}/health/ready`)).json()) as { faults: string[] }).faults;
  const isReady = async () => (await fetch(`${url}/health/ready`)).ok;
  const ready = async () => /^vedette_ready (\d)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1];

  const stop = (server: Server) => stopProcess(settings.state, server);
  const start = (server: Server) => up(settings, [services[server]]);
  const freeze = async (server: Server) => process.kill(runningPid(settings.state, server) ?? 0, 'SIGSTOP');
  const thaw = async (server: Server) => process.kill(runningPid(settings.state, server) ?? 0, 'SIGCONT');

  it.each([
    ['Redis is stopped', 'redis', stop, start, /the state store has not answered/],
    ['Redis hangs', 'redis', freeze, thaw, /the state store has not answered/],
    ['the broker is stopped', 'kafka', stop, start, /the broker has not answered/],
  ] as const)(
    'ends when %s, says why, and comes back with it',
    async (_, server, breakIt, mendIt, fault) => {
      await breakIt(server);
      const brokenAt = performance.now();
      await until('not ready', async () => (await faults()).some((one) => fault.test(one)));
      expect(performance.now() - brokenAt).toBeLessThan(60_000);
      expect(await ready()).toBe('0');
      await mendIt(server);
      await until('ready again', isReady);
      expect(await ready()).toBe('1');
      expect(stages.isAlive).toBe(true);
    },
    120_000,
  );

  it('stays while the registry is down and nothing new is asked of it', async () => {
    await stop('registry');
    await sleep(2 * STALL_MS);
    expect(await faults()).toEqual([]);
  }, 60_000);
});

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + SEEN_WITHIN_MS; performance.now() < end; await sleep(200))
    if (await Promise.resolve(holds()).catch(() => false)) return;
  throw new Error(`not ${what} in time`);
}
