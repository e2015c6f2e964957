import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningPid } from '../../scripts/stack/process.ts';
import { clientEnvironment, settingsFrom } from '../../scripts/stack/settings.ts';
import { down, up } from '../../scripts/stack/stack.ts';
import type { Broker } from '../../src/ports.ts';
import { DETECTION } from '../../src/topology.ts';
import { type Usage, usageOf, VEDETTE, vedette } from '../process.ts';

/** Beside the stack that a person may have running. */
const SETTINGS = settingsFrom({
  VEDETTE_STACK_DIR: '.stack/bench',
  VEDETTE_STACK_KAFKA_PORT: '19392',
  VEDETTE_STACK_REGISTRY_PORT: '18381',
  VEDETTE_STACK_REDIS_PORT: '16679',
});
const START_WITHIN_MS = 120_000;

export interface World {
  readonly variables: Readonly<Record<string, string>>;
  /** Rejects when a stage ends that was not told to. */
  readonly failed: Promise<never>;
  /** What each process has used: the stages, the servers, this generator. */
  usage(): Readonly<Record<string, Usage | null>>;
  close(): Promise<void>;
}

/** Servers that hold nothing yet, topics, schemas, and every stage in a process of its own. */
export async function openWorld(): Promise<World> {
  await down(SETTINGS, { wipe: true });
  await up(SETTINGS);
  const variables = { ...clientEnvironment(SETTINGS), VEDETTE_INTAKE_DEFAULT_TENANT: 'bench', VEDETTE_HTTP_PORT: '0' };
  Object.assign(process.env, variables);
  await vedette(['topics', 'apply', '--replicas', '1']);
  await vedette(['schemas', 'register']);
  const stages = new Map(DETECTION.map(({ name }) => [name as string, start(name)]));
  const failed = Promise.race([...stages].map(([name, { child }]) => ended(name, child)));
  failed.catch(() => {});
  await Promise.race([Promise.all([...stages.values()].map(({ running }) => running)), failed]);
  return {
    variables,
    failed,
    usage: () => ({
      ...Object.fromEntries([...stages].map(([name, { child }]) => [name, usageOf(child.pid ?? 0)])),
      ...Object.fromEntries(['kafka', 'redis'].map((name) => [name, usageOf(runningPid(SETTINGS.state, name) ?? 0)])),
      generator: usageOf(process.pid),
    }),
    async close() {
      await Promise.all([...stages.values()].map(({ child }) => end(child)));
      await down(SETTINGS, { wipe: true });
    },
  };
}

function start(stage: string): { readonly child: ChildProcess; readonly running: Promise<void> } {
  const child = spawn(process.execPath, [...VEDETTE, 'run', stage], { stdio: ['ignore', 'ignore', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  child.stderr?.pipe(createWriteStream(join(SETTINGS.state, `${stage}.log`)));
  return { child, running: joined(stage, child) };
}

async function joined(stage: string, child: ChildProcess): Promise<void> {
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (log.length < 10_000) log += chunk;
  });
  for (const deadline = performance.now() + START_WITHIN_MS; !log.includes('the stage runs'); await sleep(100)) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`${stage} does not start: ${log}`);
  }
}

async function ended(stage: string, child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`${stage} has ended with ${code}; ${join(SETTINGS.state, stage)}.log says why`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Records that each stage has yet to commit. */
export async function backlog(broker: Broker): Promise<Readonly<Record<string, number>>> {
  const lags: Record<string, number> = {};
  for (const { name, reads } of DETECTION) {
    const committed = await broker.committed(`vedette.${name}`, reads.name);
    const ends = await broker.offsets(reads.name);
    lags[name] = ends.reduce((sum, { end: last }, partition) => sum + last - (committed[partition]?.offset ?? 0), 0);
  }
  return lags;
}
