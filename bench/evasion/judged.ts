import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../process.ts';
import { replayed } from '../storyline/replayed.ts';
import type { Effort } from './efforts.ts';
import { type Row, timeOf } from './row.ts';
import { type Scenario, stretched } from './scenario.ts';

export interface Judged {
  readonly scenario: string;
  readonly effort: string;
  readonly rows: number;
  readonly deadLettered: number;
  readonly steps: number;
  /** Steps found whatever the number of false alerts. */
  readonly found: number;
  /** Share of the steps found when the alerts are taken by score until two false ones a host and day are met. */
  readonly recallAtTwoFalse: number;
  readonly falseAlertsPerHostDay: number;
  /** Share of the attack rows that score above 999 in 1,000 background rows. */
  readonly attackRowsAbove: number;
  readonly balances: boolean;
}

const SCORER = join(ROOT, 'bench/scorers/score_storyline.py');
const BACKGROUND_QUANTILE = 0.999;

/** Replays a scenario with the effort made, and scores the alerts against its labels. */
export async function judged(
  name: string,
  scenario: Scenario,
  effort: Effort,
  seed: number,
  folder: string,
): Promise<Judged> {
  const { attack, added } = effort.apply(scenario, seed);
  const rows = [...scenario.background, ...attack, ...added].sort((a, b) => timeOf(a) - timeOf(b));
  mkdirSync(folder, { recursive: true });
  const [file, labels] = [join(folder, 'rows.ndjson'), join(folder, 'labels.ndjson')];
  writeFileSync(file, ndjson(rows));
  writeFileSync(labels, ndjson(stretched(scenario.labels, effort.stretch)));
  const out = join(folder, 'out');
  const { alertsFile, deadLettered, balances } = await replayed([file], out);
  const score = JSON.parse(execFileSync('python3', [SCORER, labels, alertsFile], { encoding: 'utf8' }));
  return {
    ...{ scenario: name, effort: effort.name, rows: rows.length, deadLettered },
    ...{ steps: score.steps, found: score.found, falseAlertsPerHostDay: score.false_per_host_day },
    recallAtTwoFalse: score.recall_at_false_per_host_day['2.0'],
    attackRowsAbove: shareAbove(rows, new Set(attack), new Set(scenario.background), join(out, 'scores.ndjson')),
    balances,
  };
}

const ndjson = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

function shareAbove(
  rows: readonly Row[],
  attack: ReadonlySet<Row>,
  background: ReadonlySet<Row>,
  scoresFile: string,
): number {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (const line of readFileSync(scoresFile, 'utf8').trim().split('\n')) {
    const { event, score } = JSON.parse(line);
    const row = rows[Number(event.split(':').at(-1)) - 1] as Row;
    if (attack.has(row)) ours.push(score);
    else if (background.has(row)) theirs.push(score);
  }
  const bar = theirs.sort((a, b) => a - b)[Math.floor(theirs.length * BACKGROUND_QUANTILE)] ?? 1;
  return Number((ours.filter((score) => score > bar).length / attack.size).toFixed(3));
}
