import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { preparedOf } from '../../src/cli/rules/prepared.ts';
import { loadedRules } from '../../src/cli/rules/rule-files.ts';
import { SigmaEngine } from '../../src/detectors/sigma/engine.ts';
import { matches } from '../../src/detectors/sigma/oracle.fixture.ts';

const ROOT = join(import.meta.dirname, '../..');
const DATA = resolve(ROOT, process.env.VEDETTE_DATA ?? '../shared/data');
const SIGMA = join(DATA, 'sigmahq');
const RULES = join(SIGMA, 'rules.tar.zst');
const hasZstd = spawnSync('zstd', ['--version']).status === 0;
const isHere = existsSync(RULES) && hasZstd;
if (!isHere)
  process.stderr.write(
    `SKIPPED conformance of Sigma: ${hasZstd ? `${RULES} is not there (VEDETTE_DATA)` : 'zstd is not installed'}\n`,
  );

const WHOLE_SET_MS = 600_000;

const zeek = () =>
  readdirSync(join(DATA, 'zeek-ctu'))
    .filter((name) => name.endsWith('.gz'))
    .sort();
/** How the prepared events of each set are made. */
const SETS: readonly (readonly [string, () => readonly string[]])[] = [
  ['cloudtrail', () => ['cloudtrail', 'cloudtrail-stratus/events.jsonl.gz']],
  ['zeek-ctu', () => ['zeek', ...zeek().map((name) => `zeek-ctu/${name}`)]],
  ['http-params', () => ['http-params', 'http-params/payload_train.csv.gz', 'http-params/payload_test.csv.gz']],
  ['otrf-campaigns', () => ['windows', 'otrf-windows/campaign_events.jsonl.zst']],
  ['otrf-windows', () => ['windows', 'otrf-windows/events.jsonl.zst']],
];

const shell = (command: string): string =>
  execFileSync('bash', ['-euo', 'pipefail', '-c', command], { encoding: 'utf8', maxBuffer: 1 << 28, cwd: ROOT });

const prepared = ([kind = '', ...files]: readonly string[]): string =>
  `python3 '${SIGMA}/prepare.py' ${kind} ${files.map((file) => `'${join(DATA, file)}'`).join(' ')}`;
const MATCH = `'${process.execPath}' --disable-warning=ExperimentalWarning src/main.ts rules match --rules '${RULES}'`;
const MATCH_PREPARED = `${MATCH} - --format prepared`;

/** The sets that are telemetry as intake takes it. */
const RAW_SETS = SETS.filter(([set]) => set !== 'http-params');
/** The files as they are, read by intake and named by the taxonomy; not one line may be unread. */
const raw = ([, ...files]: readonly string[]): string =>
  `${MATCH} --number events ${files.map((file) => `'${join(DATA, file)}'`).join(' ')}`;

(isHere ? describe : describe.skip)('the rules of SigmaHQ', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vedette-conformance-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Fails where one pair of event and rule is missing or too many. */
  function score(set: string, match: string, flags = ''): string {
    const out = join(folder, `${set}.ndjson`);
    const expected = `'${SIGMA}/expected/${set}.ndjson.zst'`;
    return shell(
      `${match} 2>/dev/null > '${out}'; python3 '${SIGMA}/score.py' pairs ${expected} '${out}' ${flags} --min-precision 1 --min-recall 1`,
    );
  }

  it.each(SETS)(
    'match %s as expected',
    (set, make) => {
      expect(score(set, `${prepared(make())} | ${MATCH_PREPARED}`)).toMatch(/false_positives +0\nfalse_negatives +0\n/);
    },
    WHOLE_SET_MS,
  );

  it.each(RAW_SETS)(
    'match %s as expected through intake',
    (set, make) => {
      expect(score(set, raw(make()))).toMatch(/false_positives +0\nfalse_negatives +0\n/);
    },
    WHOLE_SET_MS,
  );

  it(
    'match the events made for them, the disputed ones by their verdict',
    () => {
      const flags = `--disputed '${SIGMA}/expected/synthetic.disputed.ndjson' --verdicts`;
      const told = score('synthetic', `zstd -dc '${SIGMA}/synthetic.ndjson.zst' | ${MATCH_PREPARED}`, flags);
      expect(told).toMatch(/false_positives +0\nfalse_negatives +0\n/);
    },
    WHOLE_SET_MS,
  );

  it(
    'are all loaded, but for those whose placeholders have no values',
    async () => {
      const { rules, faults } = await loadedRules(RULES);
      expect(rules).toHaveLength(3_755);
      expect(new Set(faults.map(({ feature }) => feature))).toEqual(new Set(['expand']));
      expect(new Set(faults.map(({ rule }) => rule)).size).toBe(25);
    },
    WHOLE_SET_MS,
  );

  it.each([
    ['campaigns', () => `${prepared(['windows', 'otrf-windows/campaign_events.jsonl.zst'])} | awk 'NR % 300 == 1'`],
    ['cloudtrail', () => `${prepared(['cloudtrail', 'cloudtrail-stratus/events.jsonl.gz'])} | awk 'NR % 10 == 1'`],
    ['synthetic', () => `zstd -dc '${SIGMA}/synthetic.ndjson.zst' | awk 'NR % 11 == 1'`],
  ])(
    'match a slice of %s in the engine as in the oracle',
    async (_, events) => {
      const { rules } = await loadedRules(RULES);
      const engine = new SigmaEngine(rules);
      for (const line of shell(events()).trimEnd().split('\n')) {
        const event = preparedOf(line);
        if (event === null) throw new Error(`not an event: ${line.slice(0, 100)}`);
        const { logsources, fields } = event;
        const expected = rules.filter((rule) => matches(rule, logsources, fields));
        expect(engine.match(logsources, fields).map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      }
    },
    WHOLE_SET_MS,
  );
});
