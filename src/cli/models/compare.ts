import { Command } from 'commander';
import { MODELS_MEASURED } from '../../domain/contracts.gen.ts';
import type { ArmReport, ExperimentReport } from '../../models/experiment.ts';
import { inForceFor, openWatch } from '../../models/watch.ts';
import { usageFailure } from '../failure.ts';
import { data, escaped, json, table } from '../output.ts';
import { type BoundFlags, boundsOf, withBoundOptions } from './bounds.ts';
import { withModelDesk } from './desk.ts';

const EXAMPLES = `
Examples:
  $ vedette models compare vedette-forest
  $ vedette models compare vedette-forest --json

The version on trial against the one in force, since the trial began, from models.measured.v1 (seven days). The tests
may be looked at as often as one likes. A canary with many entities is decided sooner: what one loud entity adds is
little evidence.
`;

interface Flags extends BoundFlags {
  readonly json?: boolean;
}

/** `vedette models compare NAME` */
export const compareCommand = (): Command =>
  withBoundOptions(new Command('compare'))
    .description('a version on trial against the one in force')
    .argument('<name>', 'of the model')
    .option('--json', 'print as JSON')
    .addHelpText('before', EXAMPLES)
    .action(async (name: string, flags: Flags) => {
      await withModelDesk(async (desk) => {
        const promotions = await desk.promotions();
        const watch = openWatch(boundsOf(flags));
        watch.promoted(promotions.filter((one) => one.name === name));
        for (const { value, appendedAt } of await desk.values(MODELS_MEASURED)) watch.measured(value, appendedAt);
        const trials = watch.look(Date.now()).flatMap((finding) => (finding.kind === 'trial' ? [finding] : []));
        if (trials.length === 0)
          throw usageFailure(
            `no version of ${name} is on trial: "vedette models canary" or "vedette models shadow" begins one`,
          );
        const told = trials.map(({ trial, report }) => ({ trial, active: inForceFor(trial, promotions), report }));
        if (flags.json) return json(told);
        for (const { trial, active, report } of told) {
          data(
            `${escaped(name)} ${escaped(trial.version)} (${trial.role}) beside ${escaped(active)}, for ${escaped(trial.tenant) || 'all'}`,
          );
          data(reportText(report));
        }
      });
    });

const HEAD = ['', 'rows', 'forwarded', 'no score', 'p50 ms', 'p99 ms'];

/** What the experiment shows, for people. */
export function reportText(report: ExperimentReport): string {
  const { active, trial, forwarded, alike, falseAlerts, latency, scorePsi, because, decision } = report;
  return [
    table(HEAD, [armRow('in force', active), armRow('on trial', trial)]),
    `forwards ${times(forwarded.ratio)} (p ${short(forwarded.pValue)}); as much as the other (p ${short(alike.pValue)})`,
    `false alerts ${times(falseAlerts.ratio)} (p ${short(falseAlerts.pValue)})`,
    `takes ${times(latency.ratio)}, surely within ${short(latency.low)} to ${short(latency.high)}; scores differ by PSI ${short(scorePsi)}`,
    `${decision}: ${because}`,
  ].join('\n');
}

const armRow = (name: string, { rows, forwardedShare, degradedShare, p50Ms, p99Ms }: ArmReport) => [
  ...[name, String(rows), percent(forwardedShare), percent(degradedShare), below(p50Ms), below(p99Ms)],
];
const percent = (share: number): string => `${short(share * 100)} %`;
const below = (ms: number): string => (Number.isNaN(ms) ? '' : `< ${short(ms)}`);
const times = (ratio: number): string => (Number.isNaN(ratio) ? 'not to be compared yet' : `${short(ratio)} times`);
const short = (number: number): string => String(Number(number.toPrecision(3)));
