/** The program under test as a process of its own, and what it costs, read from /proc. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');
export const NODE_FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=16',
  '--liftoff-only',
] as const;
export const VEDETTE = [...NODE_FLAGS, join(ROOT, 'src/main.ts')] as const;

/** Clock ticks of /proc a second: 100 on every Linux that Node runs on. */
const TICKS = 100;

export interface Usage {
  readonly cpuSeconds: number;
  readonly rssMb: number;
  readonly peakRssMb: number;
}

/** What a process has used so far; null when it is gone, or where there is no /proc. */
export function usageOf(pid: number): Usage | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    // A process that is ending has a page of its own no more
    if (!status.includes('VmHWM')) return null;
    const mb = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
    const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS;
    return { cpuSeconds, rssMb: mb('VmRSS'), peakRssMb: mb('VmHWM') };
  } catch {
    return null;
  }
}

/** Seconds of this process's time, collection of garbage included. */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

export interface Ran extends Usage {
  readonly seconds: number;
  readonly stdout: string;
}

const LOOK_EVERY_MS = 50;

/** Runs one vedette command to its end. Throws with what it said when it fails. */
export async function vedette(args: readonly string[]): Promise<Ran> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...VEDETTE, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let used: Usage = { cpuSeconds: 0, rssMb: 0, peakRssMb: 0 };
  const looks = setInterval(() => {
    used = usageOf(child.pid ?? 0) ?? used;
  }, LOOK_EVERY_MS);
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(looks);
  if (code !== 0) throw new Error(`vedette ${args.join(' ')} ended with ${code}: ${await stderr}`);
  return { ...used, seconds: (performance.now() - startedAt) / 1000, stdout: await stdout };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
