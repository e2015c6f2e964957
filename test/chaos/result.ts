import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchHeader } from '../../bench/data.ts';
import type { Counts } from './verdict.ts';

export type Size = 'small' | 'full';
export type Verdict = 'held' | 'broken' | 'not possible here';

/** What one cell came to. */
export interface Outcome {
  readonly counts?: Counts;
  /** From the end of the fault until every stage has read all there is. */
  readonly recoverMs?: number;
  /** Highest resident memory of a stage's process. */
  readonly peakMb?: number;
  /** What else was measured, in words. */
  readonly notes?: readonly string[];
  /** Why the cell did not hold; empty where it did. */
  readonly faults: readonly string[];
}

export interface Result extends Outcome {
  readonly cell: string;
  readonly fault: string;
  readonly holds: string;
  readonly size: Size;
  readonly verdict: Verdict;
  readonly seconds: number;
  readonly command: string;
  readonly header: BenchHeader;
}

const ROOT = join(import.meta.dirname, '../..');

/** One JSON file a cell. */
export const RESULTS = join(ROOT, 'docs/chaos');

export function writeResult(result: Result, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${result.cell}.json`), `${JSON.stringify(result, null, 1)}\n`);
}

/** By name of the cell. */
export function readResults(folder: string): ReadonlyMap<string, Result> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const results = files.map((file): Result => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return new Map(results.map((result) => [result.cell, result]));
}

/** The commit, and whether what was tried is that commit: results and their page may differ. */
export function commitOfCode(): { readonly commit: string; readonly isClean: boolean } {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim();
  const changed = git('status', '--porcelain', '--', '.', ':!docs/chaos', ':!docs/chaos.md');
  return { commit: git('rev-parse', '--short=12', 'HEAD'), isClean: changed === '' };
}
