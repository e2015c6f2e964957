import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { balance, isBalanced } from '../../src/audit/balance.ts';
import { vedette } from '../process.ts';

interface Finding {
  readonly finding_info: {
    readonly uid: string;
    readonly attacks?: readonly {
      readonly technique?: { readonly uid: string };
      readonly sub_technique?: { readonly uid: string };
    }[];
  };
}

export interface Replayed {
  readonly events: number;
  readonly deadLettered: number;
  readonly alerts: number;
  readonly incidents: number;
  readonly alertsPer10000: number;
  readonly balances: boolean;
  /** Ids of the techniques and sub-techniques that any alert names. */
  readonly techniques: readonly string[];
  readonly alertsFile: string;
}

/** Runs the files through `vedette replay` and reads what it wrote. */
export async function replayed(files: readonly string[], out: string): Promise<Replayed> {
  const { stdout } = await vedette(['replay', ...files, '--json', '--out', out]);
  const { lines: events, deadLettered } = JSON.parse(stdout);
  const alerts = lastRevisions(join(out, 'alerts.ndjson'));
  const attacks = [...alerts.values()].flatMap((alert) => alert.finding_info.attacks ?? []);
  const techniques = attacks.flatMap(({ technique, sub_technique }) => [
    technique?.uid ?? '',
    sub_technique?.uid ?? '',
  ]);
  return {
    events,
    deadLettered,
    alerts: alerts.size,
    incidents: incidentsIn(join(out, 'incidents.ndjson')),
    alertsPer10000: round((alerts.size / events) * 10_000),
    balances: isBalanced(balance(JSON.parse(readFileSync(join(out, 'ledger.json'), 'utf8')).partitions)),
    techniques: [...new Set(techniques.filter(Boolean))].sort(),
    alertsFile: join(out, 'alerts.ndjson'),
  };
}

const lines = <T>(file: string): readonly T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

const lastRevisions = (file: string): ReadonlyMap<string, Finding> =>
  new Map(lines<Finding>(file).map((alert) => [alert.finding_info.uid, alert]));

const incidentsIn = (file: string): number =>
  new Set(lines<{ readonly unmapped: { readonly incident_uid: string } }>(file).map((one) => one.unmapped.incident_uid))
    .size;

export const round = (number: number): number => Number(number.toFixed(2));
