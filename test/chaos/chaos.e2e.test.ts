import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CELLS } from './cells.ts';
import type { Result } from './result.ts';

/** Few minutes: one of each kind, at its small size. `npm run chaos` runs them all. */
const SUBSET = [
  'kill-features-after-produce',
  'kill-correlation-between-acks',
  'broker-restart-hard',
  'redis-restart-empty',
  'acks-lost',
  'retention-passed',
  'audit-deleted-records',
  'audit-acked-and-dropped',
];
const PROGRAM = join(import.meta.dirname, '../../scripts/chaos.ts');

const folder = mkdtempSync(join(tmpdir(), 'vedette-chaos-'));
const ran = await runSubset();
const isMissing = ran.code === 2 && ran.results.size === 0;
if (isMissing && !process.env.VEDETTE_REQUIRE)
  process.stderr.write(`SKIPPED, no servers: chaos, ${SUBSET.length} cells: ${ran.stderr}\n`);

async function runSubset() {
  const args = ['--size', 'small', '--json', '--results', folder, ...SUBSET.flatMap((name) => ['--cell', name])];
  const { code, stdout, stderr } = await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const program = ['--disable-warning=ExperimentalWarning', PROGRAM, ...args];
    execFile(process.execPath, program, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
  const lines = stdout.split('\n').filter(Boolean);
  const results = lines.map((line): Result => JSON.parse(line));
  return { code, stderr, results: new Map(results.map((result) => [result.cell, result])) };
}

(isMissing && !process.env.VEDETTE_REQUIRE ? describe.skip : describe)('a chain that is broken on purpose', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(SUBSET.map((name) => [name, CELLS.find((cell) => cell.name === name)?.holds ?? '']))('%s: %s', (name) => {
    const { verdict, faults } = ran.results.get(name) ?? {};
    expect({ verdict, faults }).toEqual({ verdict: 'held', faults: [] });
  });
});
