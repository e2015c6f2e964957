/**
 * In how many captures of otrf-windows a rule names the technique that was carried out, by tactic. Rules that only
 * correlations rest on are left out, and so are correlations. The table goes to stderr, JSON to stdout.
 *   npm run -s bench -- bench/rules-coverage.ts [RULES]      RULES: default rules/
 */
import { readFileSync } from 'node:fs';
import { rawReader } from '../src/cli/rules/raw-lines.ts';
import { loadedRules } from '../src/cli/rules/rule-files.ts';
import { SigmaEngine } from '../src/detectors/sigma/engine.ts';
import { techniquesOf } from '../src/detectors/sigma/level.ts';
import { parentOf } from '../src/domain/attack.ts';
import { MATRIX } from '../src/domain/attack-matrix.ts';
import { readLines } from '../src/source/lines.ts';
import { benchHeader, dataFolder, report } from './data.ts';

interface Capture {
  readonly capture: string;
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
}

interface Sums {
  captures: number;
  named: number;
  byParent: number;
}

const SET = 'otrf-windows';
const NAMES = new Map(MATRIX.map(({ uid, name }) => [uid, name]));

/** Those whose techniques are known; the table has no quoted commas. */
function labelled(csv: string): readonly Capture[] {
  const [head = '', ...rows] = csv.trim().split('\n');
  const at = (name: string) => head.split(',').indexOf(name);
  const [capture, techniques, tactics] = [at('capture'), at('techniques'), at('tactics')];
  const list = (cell = '') => cell.split(';').filter(Boolean);
  return rows
    .map((row) => row.split(','))
    .map((cells) => ({
      capture: cells[capture] ?? '',
      techniques: list(cells[techniques]),
      tactics: list(cells[tactics]),
    }))
    .filter((one) => one.techniques.length > 0);
}

/** Techniques that rules name, by capture, and how much they say. */
async function judged(engine: SigmaEngine, silent: ReadonlySet<string>) {
  const read = rawReader('', 'lines', Date.now());
  const named = new Map<string, Set<string>>();
  const rules = new Map<string, number>();
  let events = 0;
  for await (const lines of readLines(dataFolder(SET, 'events.jsonl.zst')))
    for (const line of lines) {
      const seen = read(line);
      if (seen.kind !== 'event') continue;
      events += 1;
      const matched = engine.match(seen.sources, seen.fields).filter(({ id }) => !silent.has(id));
      if (matched.length === 0) continue;
      const { capture } = JSON.parse(Buffer.from(line.bytes).toString()) as { capture: string };
      const techniques = named.get(capture) ?? new Set<string>();
      named.set(capture, techniques);
      for (const { title, tags } of matched) {
        rules.set(title, (rules.get(title) ?? 0) + 1);
        for (const technique of techniquesOf(tags)) techniques.add(technique);
      }
    }
  return { named, rules, events };
}

function sumsOf(captures: readonly Capture[], named: ReadonlyMap<string, ReadonlySet<string>>): Sums {
  const sums: Sums = { captures: captures.length, named: 0, byParent: 0 };
  for (const { capture, techniques } of captures) {
    const said = named.get(capture) ?? new Set<string>();
    const parents = new Set([...said].map(parentOf));
    if (techniques.some((technique) => said.has(technique))) sums.named += 1;
    if (techniques.some((technique) => parents.has(parentOf(technique)))) sums.byParent += 1;
  }
  return sums;
}

/** Markdown. */
const table = (rows: readonly (readonly [string, Sums])[]): string =>
  [
    '| tactic | captures | technique named | its parent named |',
    '|---|---|---|---|',
    ...rows.map(([tactic, sums]) => `| ${tactic} | ${sums.captures} | ${sums.named} | ${sums.byParent} |`),
  ].join('\n');

const path = process.argv[2] ?? 'rules';
const { rules: loaded, silent } = await loadedRules(path);
const { named, rules, events } = await judged(new SigmaEngine(loaded), silent);
const captures = labelled(readFileSync(dataFolder(SET, 'captures.csv'), 'utf8'));
const rows = [...NAMES].flatMap(([uid, name]): readonly (readonly [string, Sums])[] => {
  const own = captures.filter(({ tactics }) => tactics.includes(uid));
  return own.length > 0 ? [[name, sumsOf(own, named)]] : [];
});
const all = [...rows, ['all', sumsOf(captures, named)] as const];
console.error(table(all));
const matches = [...rules.values()].reduce((sum, count) => sum + count, 0);
report(benchHeader('rules-coverage'), {
  set: SET,
  rules: loaded.filter(({ id }) => !silent.has(id)).length,
  tactics: Object.fromEntries(all),
  events,
  matches,
  matchesPer1000Events: Number(((matches / events) * 1_000).toFixed(2)),
  matchesByRule: Object.fromEntries([...rules].sort(([, a], [, b]) => b - a)),
});
