import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../data.ts';
import { byCapture } from './captures.ts';
import { replayed } from './replayed.ts';

export interface Judged {
  readonly campaign: string;
  readonly events: number;
  readonly alerts: number;
  readonly incidents: number;
  readonly alertsPer10000: number;
  readonly balances: boolean;
  readonly labelled: readonly string[];
  /** Labelled techniques that an alert names, to the letter. */
  readonly named: readonly string[];
  /** The same when sub-techniques count as their parents. */
  readonly namedByParent: readonly string[];
  /** Parents that alerts name and the labels do not. */
  readonly unlabelled: readonly string[];
}

/** The campaigns of otrf-windows, each by itself. */
export async function campaigns(folder: string): Promise<readonly Judged[]> {
  const labels = new Map(table(readFileSync(dataFolder('otrf-windows', 'campaigns.csv'), 'utf8')));
  const judged: Judged[] = [];
  for (const [capture, file] of await byCapture(dataFolder('otrf-windows', 'campaign_events.jsonl.zst'), folder)) {
    const {
      techniques,
      alertsFile: _,
      deadLettered: __,
      ...facts
    } = await replayed([file], join(folder, `${capture}-out`));
    const labelled = labels.get(capture) ?? [];
    const [parents, saidParents] = [new Set(labelled.map(parent)), new Set(techniques.map(parent))];
    judged.push({
      campaign: capture,
      ...facts,
      labelled,
      named: labelled.filter((technique) => techniques.includes(technique)),
      namedByParent: [...parents].filter((technique) => saidParents.has(technique)),
      unlabelled: [...saidParents].filter((technique) => !parents.has(technique)),
    });
  }
  return judged;
}

const parent = (technique: string): string => technique.split('.')[0] as string;

/** Capture and its techniques; the table has no quoted commas. */
function table(csv: string): (readonly [string, readonly string[]])[] {
  const [head = '', ...rows] = csv.trim().split('\n');
  const [capture, techniques] = ['capture', 'techniques'].map((name) => head.split(',').indexOf(name));
  return rows.map((row) => {
    const cells = row.split(',');
    return [cells[capture as number] as string, (cells[techniques as number] as string).split(';')] as const;
  });
}
