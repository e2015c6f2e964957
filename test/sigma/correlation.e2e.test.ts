import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const SIGMA = join(resolve(ROOT, process.env.VEDETTE_DATA ?? '../shared/data'), 'sigmahq');
const CASES = join(SIGMA, 'correlation');
const isHere = existsSync(join(CASES, 'expected.json'));
if (!isHere) process.stderr.write(`SKIPPED conformance of correlations: ${CASES} is not there (VEDETTE_DATA)\n`);

const cases: readonly string[] = isHere
  ? JSON.parse(readFileSync(join(CASES, 'expected.json'), 'utf8')).map(({ case: name }: { case: string }) => name)
  : [];

(isHere ? describe : describe.skip)('the correlation cases', () => {
  let folder = '';
  let firings = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vedette-correlation-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const correlate = (name: string): string =>
    execFileSync(
      process.execPath,
      [
        ...[
          '--disable-warning=ExperimentalWarning',
          'src/main.ts',
          'rules',
          'correlate',
          '--logsource',
          'category=test',
        ],
        ...['--rules', join(CASES, `${name}.rules.yml`), '--events', join(CASES, `${name}.events.ndjson`)],
      ],
      { cwd: ROOT, encoding: 'utf8' },
    );

  it.each(cases.length > 0 ? cases : ['none'])('%s is read and told', (name) => {
    const lines = correlate(name).split('\n').filter(Boolean);
    firings += lines.map((line) => `${JSON.stringify({ case: name, ...JSON.parse(line) })}\n`).join('');
    expect(lines.every((line) => Number.isSafeInteger(JSON.parse(line).event))).toBe(true);
  });

  it('pass, those that the specification leaves open too', () => {
    const path = join(folder, 'firings.ndjson');
    writeFileSync(path, firings);
    const score = execFileSync('python3', [join(SIGMA, 'score.py'), 'correlation', CASES, path], { encoding: 'utf8' });
    expect(score).toBe('specified: 41 of 41 cases pass\nspecification silent, own choice: 6 of 6 cases pass\n');
  });
});
