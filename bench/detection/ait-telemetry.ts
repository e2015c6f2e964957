/** The scenarios of ait-ads as the product reads them: ECS lines in, and beside them which lines an attack caused. */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { dataFolder } from '../data.ts';
import { ROOT } from '../process.ts';
import type { Labelled } from './labels.ts';

export const TRAIN = ['shaw', 'wardbeck', 'wheeler', 'wilson'] as const;
export const JUDGED = ['harrison', 'santos'] as const;

export interface Scenario {
  readonly name: string;
  /** Truth, as score_windows.py reads it. */
  readonly truth: string;
  /** ECS lines, one for each row of the truth. */
  readonly telemetry: string;
}

/** Writes a scenario's lines into a folder. `without`: rows whose rule code begins so are left out of telemetry and truth. */
export function scenario(name: string, folder: string, without: string): Scenario {
  const truth = without === '' ? published(name) : filtered(name, folder, without);
  const telemetry = join(folder, `${name}.ndjson`);
  const out = openSync(telemetry, 'w');
  execFileSync('python3', [join(ROOT, 'bench/scorers/ait_to_ecs.py'), truth], { stdio: ['ignore', out, 'inherit'] });
  closeSync(out);
  return { name, truth, telemetry };
}

const published = (name: string): string => dataFolder('ait-ads', `${name}.csv.gz`);

/** The lines that an attack step caused: a row of the truth is a line of the telemetry. */
export function attackLines({ truth, telemetry }: Scenario): readonly Labelled[] {
  const { rows, at } = table(truth);
  const label = at('label');
  return rows.flatMap((row, i) => {
    const step = row.split(',')[label] ?? '-';
    return step === '-' ? [] : [{ place: `${basename(telemetry)}:${i + 1}`, step }];
  });
}

/** Host and minute (UTC) of every window that an attack step was in. */
export function attackMinutes({ truth }: Scenario): ReadonlySet<string> {
  const { rows, at } = table(truth);
  const [time, host, label] = [at('ts'), at('host'), at('label')];
  const cells = rows.map((row) => row.split(','));
  const attacks = cells.filter((row) => row[label] !== '-');
  return new Set(attacks.map((row) => `${row[host]} ${Math.floor(Number(row[time]) / 60)}`));
}

function filtered(name: string, folder: string, without: string): string {
  const { head, rows, at } = table(published(name));
  const code = at('short');
  const path = join(folder, `${name}.csv.gz`);
  const kept = rows.filter((row) => !row.split(',')[code]?.startsWith(without));
  writeFileSync(path, gzipSync(`${[head, ...kept].join('\n')}\n`, { level: 1 }));
  return path;
}

/** The files hold no quoted commas. */
function table(path: string) {
  const [head = '', ...rows] = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
  return { head, rows, at: (column: string) => head.split(',').indexOf(column) };
}
