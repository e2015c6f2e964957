import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { Command, Option } from 'commander';
import type { TrainingJob, TrainingOrder } from '../../domain/contracts.gen.ts';
import { TENANT_NAME } from '../../domain/tenant.ts';
import { KINDS } from '../../stages/training/entry.ts';
import { usageFailure } from '../failure.ts';
import { data, escaped, json, say, table } from '../output.ts';
import { withTrainingDesk } from './desk.ts';

interface Flags {
  readonly tenant: string;
  readonly by: string;
  readonly kind?: string;
  readonly author?: string;
  readonly feedback?: string;
  readonly json?: boolean;
}

const kindOption = (about: string): Option => new Option('--kind <kind>', about).choices(KINDS);

/** Flags of every order: whose feedback, and who orders. A tenant that is not said is no default. */
function withWhom(command: Command): Command {
  return command
    .requiredOption('--tenant <name>', 'whose feedback')
    .option('--by <name>', 'who orders it', userInfo().username)
    .option('--json', 'print as JSON');
}

const orderOf = ({ tenant, by, kind, author, feedback }: Flags, action: TrainingOrder['action']): TrainingOrder => {
  if (!TENANT_NAME.test(tenant)) throw usageFailure(`${escaped(tenant)} is no name of a tenant`);
  return {
    ...{
      id: randomUUID(),
      tenant,
      action,
      kind: kind ?? '',
      cause: action === 'train' ? 'manual' : 'unknown',
      model: '',
    },
    ...{ author: author ?? '', feedback: feedback ?? '', time: Date.now(), by: by.slice(0, 200) },
  };
};

/** `vedette training trigger` */
export const triggerCommand = (): Command =>
  withWhom(new Command('trigger'))
    .description('train now on what has gathered')
    .addOption(kindOption('of the feedback (default: every kind that there is enough of)'))
    .addHelpText(
      'before',
      '\nExamples:\n  $ vedette training trigger --tenant acme\n  $ vedette training trigger --tenant acme --kind verdict\n\nThe stage looks for orders once a minute; "vedette training status" shows what it answered.\n',
    )
    .action(async (flags: Flags) => give(orderOf(flags, 'train'), flags));

/** `vedette training release` */
export const releaseCommand = (): Command =>
  withWhom(new Command('release'))
    .description('let the verdicts of an analyst count that were held, as they differ from those of the others')
    .requiredOption('--author <pseudonym>', 'of the analyst, as "vedette training status --json" shows it')
    .addHelpText('before', '\nExamples:\n  $ vedette training release --tenant acme --author 3f1c…\n')
    .action(async (flags: Flags) => give(orderOf(flags, 'release'), flags));

async function give(order: TrainingOrder, flags: Flags): Promise<void> {
  await withTrainingDesk((desk) => desk.order(order));
  if (flags.json) json(order);
  else say(`ordered: ${order.id}`);
}

/** `vedette training erase` */
export const eraseCommand = (): Command =>
  withWhom(new Command('erase'))
    .description('take feedback out of buffers and of every dataset to come, and name the models that learned from it')
    .option('--author <pseudonym>', 'of an analyst')
    .option('--feedback <id>', 'one record')
    .option('--all', 'everything of the tenant')
    .addHelpText(
      'before',
      '\nExamples:\n  $ vedette training erase --tenant acme --author 3f1c…\n  $ vedette training erase --tenant acme --all\n\nHolds as long as the order stands. Datasets that hold it are emptied. What models have learned stays in them: those named are\nto be rolled back or trained again.\n',
    )
    .action(async (flags: Flags & { readonly all?: boolean }) => {
      if ([flags.author, flags.feedback, flags.all].filter(Boolean).length !== 1)
        throw usageFailure('say what: --author, --feedback or --all');
      const order = orderOf(flags, 'erase');
      await withTrainingDesk(async (desk) => {
        await desk.order(order);
        const learned = (await desk.jobs(flags.tenant)).filter((job) => hasLearned(job, flags));
        if (flags.json) return json({ order, learned });
        say(`ordered: ${order.id}`);
        if (learned.length === 0) return say('no model has learned from it');
        data(table(['model', 'trained', 'state', 'dataset'], learned.flatMap(rowsOf)));
      });
    });

/** Of one record nobody but the dataset's own list knows: every training of the tenant may have it. */
const hasLearned = ({ models, authors }: TrainingJob, { author }: Flags): boolean =>
  models.length > 0 && (author === undefined || authors.includes(author));

const rowsOf = ({ models, since, state, dataset }: TrainingJob) =>
  models.map((model) => [escaped(model), new Date(since).toISOString(), state, dataset.slice(0, 16)]);
