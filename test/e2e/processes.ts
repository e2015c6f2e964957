import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { VEDETTE } from '../../bench/process.ts';

export type Variables = Readonly<Record<string, string>>;

const LOG_CHARS = 20_000;

/** Nothing of the surroundings may configure the processes of a test. */
const environment = (variables: Variables) => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  VEDETTE_PSEUDONYM_SECRET: 'known to nobody but these tests',
  ...variables,
});

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One command to its end. */
export async function command(args: readonly string[], variables: Variables = {}): Promise<Ended> {
  const child = spawn(process.execPath, [...VEDETTE, ...args], { env: environment(variables) });
  const [stdout, stderr] = [tail(child.stdout, 100 * LOG_CHARS), tail(child.stderr, LOG_CHARS)];
  const [code] = await once(child, 'close');
  return { code, stdout: stdout(), stderr: stderr() };
}

/** As `command`; throws with what it said when it fails. */
export async function succeed(args: readonly string[], variables: Variables = {}): Promise<Ended> {
  const ended = await command(args, variables);
  if (ended.code === 0) return ended;
  throw new Error(`vedette ${args.join(' ')} ended with ${ended.code}: ${ended.stderr}`);
}

export interface StageProcess {
  readonly stage: string;
  readonly pid: number;
  readonly isAlive: boolean;
  /** Its consumer has joined the group. */
  readonly isRunning: boolean;
  /** The end of what it logged. */
  log(): string;
  /** SIGKILL: no drain, no goodbye. */
  kill(): Promise<void>;
  /** SIGTERM: drains. Answers the exit code. */
  stop(): Promise<number | null>;
}

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** `vedette run STAGE`, or another program that is told the stage, as a process of its own. */
export function startStage(
  stage: string,
  variables: Variables,
  program = [...VEDETTE, 'run'],
  logChars = LOG_CHARS,
): StageProcess {
  const child = spawn(process.execPath, [...program, stage], {
    env: environment(variables),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log = tail(child.stderr as NodeJS.ReadableStream, logChars);
  children.add(child);
  return {
    stage,
    pid: child.pid ?? 0,
    get isAlive() {
      return isAlive(child);
    },
    get isRunning() {
      return log().includes('the stage runs');
    },
    log,
    kill: async () => void (await end(child, 'SIGKILL')),
    stop: () => end(child, 'SIGTERM'),
  };
}

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  if (isAlive(child)) {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
  return child.exitCode;
}

function tail(stream: NodeJS.ReadableStream, limit: number): () => string {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-limit);
  });
  return () => text;
}
