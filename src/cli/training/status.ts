import { Command } from 'commander';
import type { PromotedModel, TrainingJob, TrainingStatus } from '../../domain/contracts.gen.ts';
import type { Effect } from '../../models/effect.ts';
import { data, escaped, json, say, table } from '../output.ts';
import { withTrainingDesk } from './desk.ts';
import { standingOf } from './standing.ts';

interface Flags {
  readonly tenant?: string;
  readonly json?: boolean;
}

/** `vedette training status` */
export const statusCommand = (): Command =>
  new Command('status')
    .description('what has gathered, what is being trained, and what it has brought')
    .option('--tenant <name>', 'of one tenant')
    .option('--json', 'print as JSON')
    .addHelpText(
      'before',
      '\nExamples:\n  $ vedette training status\n  $ vedette training status --tenant acme --json\n',
    )
    .action(async ({ tenant, json: asJson }: Flags) => {
      await withTrainingDesk(async (desk) => {
        const standing = await standingOf(desk, tenant);
        if (asJson) return json(standing);
        const { buffers, jobs, active, effect } = standing;
        if (buffers.length + jobs.length === 0)
          return say('no feedback has come yet: "vedette feedback --help" shows how');
        if (buffers.length > 0) data(table(BUFFERS, buffers.map(bufferRow)));
        if (jobs.length > 0) data(`\n${table(JOBS, jobs.slice(-MOST_JOBS).map(jobRow))}`);
        if (active.length > 0) data(`\n${table(ACTIVE, active.map(activeRow))}`);
        for (const [whose, versions] of Object.entries(effect))
          data(
            `\nwhat the alerts of ${escaped(whose)} are worth; ranking: the chance that an attack has the higher confidence\n${table(EFFECT, versions.map(effectRow))}`,
          );
      });
    });

const MOST_JOBS = 20;
const when = (time: number): string => (time === 0 ? '–' : new Date(time).toISOString());
const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([what, count]) => `${escaped(what)} ${count}`)
    .join(', ');

const BUFFERS = ['tenant', 'kind', 'waiting', 'usable', 'analysts', 'left out', 'last look', 'next by schedule'];
const bufferRow = (one: TrainingStatus) => [
  ...[escaped(one.tenant), one.kind, one.buffered, one.usable, one.authors, counts(one.leftOut)],
  ...[when(one.looked), when(one.scheduled)],
];

const JOBS = ['tenant', 'kind', 'records', 'cause', 'state', 'why', 'golden set', 'since', 'models'];
/** A row of the trainings. */
export const jobRow = (one: TrainingJob) => [
  ...[escaped(one.tenant || 'base'), one.kind || '–', one.count, one.cause, one.state, escaped(one.reason)],
  ...[goldenOf(one), when(one.since), one.models.map(escaped).join(', ')],
];

function goldenOf({ figures }: TrainingJob): string {
  const { golden_before: before, golden_after: after } = figures;
  return before === undefined || after === undefined ? '' : `${before.toFixed(4)} to ${after.toFixed(4)}`;
}

const ACTIVE = ['tenant', 'model in force', 'version', 'before', 'since', 'why'];
const activeRow = ({ tenant, name, version, previous, time, reason }: PromotedModel) => [
  ...[tenant, name, version, previous || 'as for all'].map(escaped),
  ...[when(time), escaped(reason)],
];

const EFFECT = ['version', 'alerts', 'judged', 'attacks', 'precision', '95 % interval', 'ranking'];
const effectRow = ({ version, alerts, judged, attacks, share, low, high, ranked }: Effect) => [
  ...[escaped(version) || 'none', alerts, judged, attacks, judged === 0 ? '–' : share.toFixed(3)],
  judged === 0 ? '–' : `${low.toFixed(3)} to ${high.toFixed(3)}`,
  Number.isNaN(ranked) ? '–' : ranked.toFixed(3),
];

/** `vedette training history` */
export const historyCommand = (): Command =>
  new Command('history')
    .description('every training: when, on what, and what the gate found')
    .option('--tenant <name>', 'of one tenant')
    .option('--json', 'print as JSON')
    .addHelpText('before', '\nExamples:\n  $ vedette training history --tenant acme\n')
    .action(async ({ tenant, json: asJson }: Flags) => {
      await withTrainingDesk(async (desk) => {
        const jobs = await desk.jobs(tenant);
        if (asJson) return json(jobs);
        data(table(JOBS, jobs.map(jobRow)));
        for (const { id, details } of jobs.filter((job) => job.details.length > 0))
          data(`\n${id}\n${details.map((line) => `  ${escaped(line)}`).join('\n')}`);
      });
    });
