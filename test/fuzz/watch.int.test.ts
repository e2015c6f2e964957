import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { TARGETS } from './faulty-targets.fixture.ts';
import { fuzz } from './fuzz.ts';

const ROOT = join(import.meta.dirname, '../..');
const keep = mkdtempSync(join(tmpdir(), 'vedette-fuzz-kept-'));
afterAll(() => rmSync(keep, { recursive: true, force: true }));

/** The sixth is the first that makes a target fall over. */
const INPUTS = 24;
const module = join(import.meta.dirname, 'faulty-targets.fixture.ts');

async function watched(name: string, hangsAfterMs = 60_000) {
  const targets = TARGETS.filter((target) => target.name === name);
  const [row] = await fuzz({ targets, jobs: 1, inputs: INPUTS, seed: 7, keep, module, hangsAfterMs }, () => {});
  return row;
}

describe('the watch', () => {
  it('finds nothing where there is nothing', async () => {
    expect(await watched('sound')).toMatchObject({ inputs: INPUTS, failures: [] });
  });

  it.each([
    ['breaks-a-law', /^BrokenLaw: b is not allowed/],
    ['throws', /^TypeError: .*undefined/],
    ['rejects', /^RangeError: later/],
    ['pollutes', /^Object\.prototype got admin$/],
    ['is-slow', /^took \d{4} ms$/],
    ['never-settles', /^died \(exit 13\)/],
    ['dies', /^died \(SIGABRT\)/],
    ['eats-memory', /^memory grew to \d{3} MB above the base$/],
  ])(
    'finds the input that %s',
    async (name, what) => {
      const row = await watched(name);
      const [failure] = row?.failures ?? [];
      expect(failure?.what).toMatch(what);
      expect(readFileSync(failure?.file ?? '').toString()).toBe('b');
    },
    120_000,
  );

  it('finds the input that hangs and goes on behind it, until all are taken', async () => {
    const row = await watched('hangs', 3_000);
    expect(row).toMatchObject({ inputs: INPUTS, failures: [{ what: 'hung' }, { what: 'hung' }, { what: 'hung' }] });
    expect(readFileSync(row?.failures[0]?.file ?? '').toString()).toBe('b');
    expect(row?.failures[0]?.place).not.toEqual(row?.failures[1]?.place);
  }, 120_000);
});

describe('npm run fuzz', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/fuzz.ts', ...args], {
      cwd: ROOT,
      encoding: 'utf8',
    });

  it('answers 2 and one line to a wrong argument', () => {
    const { status, stdout, stderr } = run('--target', 'nonsense');
    expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
  }, 120_000);

  it('answers 0 and a row a target when every law was kept', () => {
    const { status, stdout } = run('--target', 'record', '--inputs', '100', '--seed', '3', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ seed: 3, rows: [{ target: 'record', inputs: 100, failures: [] }] });
  }, 120_000);
});
