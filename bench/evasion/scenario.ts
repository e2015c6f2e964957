import { readFileSync } from 'node:fs';
import { readLines } from '../../src/source/lines.ts';
import { dataFolder } from '../data.ts';
import { rowFiles } from '../storyline/scenarios.ts';
import type { Telemetry } from './efforts.ts';
import { chance, type Row } from './row.ts';

/** A line of labels.ndjson, as far as it is read here. */
export interface Label {
  readonly kind: 'scenario' | 'step' | 'event';
  readonly id?: string;
  readonly step?: string;
  readonly malicious?: boolean;
  readonly start?: string;
  readonly end?: string;
}

export interface Scenario extends Telemetry {
  readonly labels: readonly Label[];
}

/** All rows of attack steps, and one row in so many of everything else, the same ones for the same seed. */
export async function readScenario(name: string, oneIn: number, seed: number): Promise<Scenario> {
  const labels = readFileSync(dataFolder('evidenceforge', name, 'labels.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line): Label => JSON.parse(line));
  const starts = new Map(
    labels.flatMap(({ kind, step, start }) => (kind === 'step' && start ? [[step, Date.parse(start)]] : [])),
  );
  const steps = new Map(labels.flatMap(({ id, step, malicious }) => (malicious && id ? [[id, step]] : [])));
  const rows = await readRows(name);
  return {
    labels,
    attack: rows.filter(({ id }) => steps.has(id)),
    background: rows.filter(({ id }) => !steps.has(id) && chance(id, seed) < 1 / oneIn),
    stepStart: ({ id, ts }) => starts.get(steps.get(id)) ?? Date.parse(ts),
  };
}

async function readRows(name: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const file of rowFiles(name))
    for await (const lines of readLines(file))
      for (const { bytes } of lines) rows.push(JSON.parse(Buffer.from(bytes).toString()));
  return rows;
}

/** The labels of an attack that takes so many times as long, each step from its start. */
export const stretched = (labels: readonly Label[], stretch: number): readonly Label[] =>
  labels.map((label) => {
    if (label.kind !== 'step' || !label.malicious || !label.start || !label.end) return label;
    const start = Date.parse(label.start);
    return { ...label, end: new Date(start + (Date.parse(label.end) - start) * stretch).toISOString() };
  });
