/** Feeds hostile bytes to every door of the program, each target in a process of its own; docs/fuzzing.md says more. */
import { join } from 'node:path';
import { table } from '../src/cli/output.ts';
import { fuzz, type Row } from '../test/fuzz/fuzz.ts';
import { TARGETS } from '../test/fuzz/targets/index.ts';
import { USAGE, UsageError, wishOf } from '../test/fuzz/wish.ts';

const KEEP = join(import.meta.dirname, '../out/fuzz');
const NAMES = TARGETS.map(({ name }) => name);

async function main(): Promise<number> {
  const { names, show, ...wish } = wishOf(process.argv.slice(2), NAMES, Date.now());
  const targets = TARGETS.filter(({ name }) => names.includes(name));
  if (show === 'help') return said(USAGE);
  if (show === 'list')
    return said(
      table(
        ['target', 'what holds'],
        targets.map(({ name, about }) => [name, about]),
      ),
    );
  console.error(`seed ${wish.seed}, ${targets.length} targets`);
  const rows = await fuzz({ ...wish, targets, keep: KEEP }, (line) => console.error(line));
  said(show === 'json' ? JSON.stringify({ seed: wish.seed, rows }, null, 2) : shown(rows));
  for (const { target, failures } of rows)
    for (const { what, file } of failures) console.error(`${target}: ${what}\n  ${file}`);
  return rows.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

function said(text: string): 0 {
  console.log(text);
  return 0;
}

function shown(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.target,
    row.inputs,
    row.perSecond,
    row.worstMs,
    row.peakMb,
    row.failures.length,
  ]);
  const sum = rows.reduce((total, { inputs }) => total + inputs, 0);
  return `${table(['target', 'inputs', 'inputs/s', 'max ms', 'peak MB above base', 'failures'], cells)}\n${sum} inputs`;
}

process.exitCode = await main().catch((error: Error) => {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? `${error.message} (--help shows how)` : error.stack);
  return isUsage ? 2 : 1;
});
