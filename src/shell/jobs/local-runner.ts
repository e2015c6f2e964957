import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { RetriableError } from '../../stage.ts';
import type { JobRunner, JobSpec } from '../../stages/launch/ports.ts';
import { jobArguments } from './job-arguments.ts';

export interface LocalRunnerOptions {
  /** Program and first arguments; those of the job come behind. */
  readonly command: readonly [string, ...string[]];
  /** Working directory of the program. */
  readonly cwd: string;
  /** Folder of this machine for logs and process numbers. */
  readonly folder: string;
  /** What the program sees of the environment. */
  readonly environment: Readonly<Record<string, string>>;
}

const KILL_AFTER_MS = 5_000;

/**
 * Trainers as processes of this machine. They go on when their launcher dies; the next one knows them by the number in
 * a file, and by their name among their arguments, for numbers come again.
 */
export function localRunner(options: LocalRunnerOptions): JobRunner {
  const files = ({ name, place }: Pick<JobSpec, 'name' | 'place'>) => {
    const folder = join(options.folder, place);
    return { folder, pid: join(folder, `${name}.pid`), log: join(folder, `${name}.log`) };
  };
  return {
    name: 'local',
    async start(spec) {
      const { folder, pid, log } = files(spec);
      await passing(mkdir(folder, { recursive: true }));
      const claim = await claimed(pid);
      if (claim === null) return;
      await using own = claim;
      await using output = await passing(open(log, 'a'));
      try {
        await own.writeFile(String(await begun(spec, output.fd, options)));
      } catch (cause) {
        // nothing runs: the next try is the same attempt
        await rm(pid, { force: true });
        throw cause;
      }
    },
    async look(job) {
      return (await pidOf(files(job).pid, job.name)) === null ? 'gone' : 'running';
    },
    async stop(job) {
      const pid = await pidOf(files(job).pid, job.name);
      if (pid === null) return;
      // detached, so it leads a group of its own
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        if (!kill(pid, signal)) return;
        for (let waited = 0; waited < KILL_AFTER_MS; waited += 100) {
          if ((await pidOf(files(job).pid, job.name)) === null) return;
          await sleep(100);
        }
      }
    },
  };
}

/** Starts the process, and answers its number. */
async function begun(
  spec: JobSpec,
  output: number,
  { command: [program, ...first], cwd, environment }: LocalRunnerOptions,
): Promise<number> {
  const child = spawn(program, [...first, ...jobArguments(spec)], {
    ...{ cwd, env: environment, detached: true },
    stdio: ['ignore', output, output],
  });
  const [failed] = await Promise.race([once(child, 'spawn').then(() => []), once(child, 'error')]);
  if (failed) throw new RetriableError(`the trainer ${program} cannot be started: ${codeOf(failed)}`);
  child.unref();
  return child.pid as number;
}

/** Null where somebody has started it already. Of a launcher that died before it knew the number nothing is found running: the attempt has failed. */
async function claimed(path: string) {
  try {
    return await open(path, 'wx');
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return null;
    throw unwritable(cause);
  }
}

const passing = <T>(work: Promise<T>): Promise<T> =>
  work.catch((cause) => {
    throw unwritable(cause);
  });

const unwritable = (cause: unknown) => new RetriableError(`the folder of trainers cannot be written: ${codeOf(cause)}`);

const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? 'unknown';

/** Null where no process of that name runs. */
async function pidOf(path: string, name: string): Promise<number | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const pid = Number(text);
  if (!/^\d{1,10}$/.test(text) || pid < 2) return null;
  return (await argumentsOf(pid)).includes(name) ? pid : null;
}

/** Of a process, as one text; empty where there is none, or one that has ended and was not waited for. */
async function argumentsOf(pid: number): Promise<string> {
  const told = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  if (told !== null) return told;
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'args=']).catch(() => ({ stdout: '' }));
  return stdout;
}

function kill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
