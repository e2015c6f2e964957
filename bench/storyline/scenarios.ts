import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../data.ts';
import { ROOT } from '../process.ts';
import { replayed } from './replayed.ts';

/** The shipped models are trained on these: what they score there is no evidence. Campaign of each: twins stay together when rows are held out. */
export const LEARNED: Readonly<Record<string, string>> = {
  'arch-firm': 'arch-firm',
  'branch-office-benign': 'branch-office-benign',
  'llm-injection': 'llm-injection',
  'llm-injection-clean': 'llm-injection',
  'log-payloads': 'log-payloads',
  'retail-store': 'retail-store',
};
/** No model is trained on these, and they have an attack. */
export const JUDGED = ['branch-office', 'saas-phish'] as const;

export const SCENARIOS = [
  'branch-office',
  'saas-phish',
  'llm-injection',
  'log-payloads',
  'arch-firm',
  'retail-store',
  'branch-office-benign',
  'llm-injection-clean',
] as const;

const SCORER = join(ROOT, 'bench/scorers/score_storyline.py');

export interface Scored {
  readonly scenario: string;
  readonly trainedOn: boolean;
  readonly events: number;
  readonly deadLettered: number;
  readonly alerts: number;
  readonly incidents: number;
  readonly alertsPer10000: number;
  readonly balances: boolean;
  readonly steps: number;
  readonly found: number;
  readonly recall: number | null;
  readonly falseAlertsPerHostDay: number;
  readonly precision: number | null;
  readonly techniqueAgreement: number | null;
  readonly redHerringAlerts: number;
  readonly medianSecondsToDetect: number | null;
  readonly recallAtFalsePerHostDay: Readonly<Record<string, number>>;
}

/** Replays one scenario, nothing but the rows of its hosts, and scores the alerts against its labels. */
export async function scenario(name: string, out: string): Promise<Scored> {
  const { techniques: _, alertsFile, ...facts } = await replayed(rowFiles(name), out);
  const labels = dataFolder('evidenceforge', name, 'labels.ndjson');
  const score = JSON.parse(execFileSync('python3', [SCORER, labels, alertsFile], { encoding: 'utf8' }));
  return {
    scenario: name,
    trainedOn: name in LEARNED,
    ...facts,
    steps: score.steps,
    found: score.found,
    recall: score.recall,
    falseAlertsPerHostDay: score.false_per_host_day,
    precision: score.precision,
    techniqueAgreement: score.technique_agreement,
    redHerringAlerts: score.red_herring_alerts,
    medianSecondsToDetect: score.ttd_median_s,
    recallAtFalsePerHostDay: score.recall_at_false_per_host_day ?? {},
  };
}

/** Only the folders of hosts: labels and the scenario file beside them are the answers. */
export function rowFiles(name: string): readonly string[] {
  const folder = dataFolder('evidenceforge', name);
  const hosts = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = hosts.flatMap((host) =>
    readdirSync(join(folder, host.name)).map((file) => join(folder, host.name, file)),
  );
  return files.filter((file) => file.endsWith('.ndjson.zst')).sort();
}
