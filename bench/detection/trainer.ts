import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../process.ts';

const TRAINER = join(ROOT, 'trainer');
const PYTHON = join(TRAINER, '.venv/bin/python');

/** Brings the trainer's own environment to life where it is not yet: some gigabytes, once. */
export function installTrainer(): void {
  if (existsSync(PYTHON)) return;
  console.error('installing the trainer into trainer/.venv');
  execFileSync('python3', ['-m', 'venv', '.venv'], { cwd: TRAINER });
  execFileSync(PYTHON, ['-m', 'pip', 'install', '-q', '-e', '.[test]'], { cwd: TRAINER, stdio: 'inherit' });
}

/** Runs a task of the trainer; what it prints to stderr goes on to ours, its stdout is the answer. Throws when it fails. */
export async function trainer(args: readonly string[]): Promise<string> {
  const child = spawn(PYTHON, ['-m', 'vedette_trainer', ...args], {
    cwd: TRAINER,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`vedette_trainer ${args.join(' ')} ended with ${code}`);
  return Buffer.concat(chunks).toString();
}

/** Runs a scorer of bench/scorers and reads the JSON that it prints. */
export const scorer = <T>(name: string, args: readonly string[]): T =>
  JSON.parse(
    execFileSync('python3', [join(ROOT, 'bench/scorers', name), ...args, '--json'], { encoding: 'utf8' }),
  ) as T;
