import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from './service.ts';

/** Starts a program that outlives us, with its output in `<name>.log` and its identity in `<name>.pid`. */
export async function startDetached(state: string, name: string, command: Command): Promise<void> {
  mkdirSync(state, { recursive: true });
  const log = openSync(join(state, `${name}.log`), 'w');
  const child = spawn(command.program, command.args, {
    cwd: command.cwd ?? state,
    env: { ...process.env, ...command.env },
    detached: true,
    stdio: ['ignore', log, log],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.unref();
  writeFileSync(pidFile(state, name), `${child.pid} ${startTime(child.pid ?? 0)}`);
}

/** The pid of a server that we started and that still runs, else null. */
export function runningPid(state: string, name: string): number | null {
  try {
    const [pid = '', start = ''] = readFileSync(pidFile(state, name), 'utf8').split(' ');
    process.kill(Number(pid), 0);
    return startTime(Number(pid)) === start ? Number(pid) : null;
  } catch {
    return null;
  }
}

/** Ends a server: asks first, forces after 20 s. */
export async function stopProcess(state: string, name: string): Promise<boolean> {
  const pid = runningPid(state, name);
  if (pid !== null) {
    process.kill(pid, 'SIGTERM');
    for (let waitedMs = 0; runningPid(state, name) !== null; waitedMs += 100) {
      if (waitedMs === 20_000) process.kill(pid, 'SIGKILL');
      await sleep(100);
    }
  }
  rmSync(pidFile(state, name), { force: true });
  return pid !== null;
}

/** The last lines that a server printed. */
export function logTail(state: string, name: string, lines: number): string {
  return readFileSync(join(state, `${name}.log`), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .join('\n');
}

const pidFile = (state: string, name: string) => join(state, `${name}.pid`);

/** Pids are used again after a reboot; pid and start time together are not. Empty where /proc is missing; a zombie has ended. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
