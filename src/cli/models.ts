import { Command } from 'commander';
import { compareCommand } from './models/compare.ts';
import { historyCommand, inspectCommand, listCommand } from './models/list.ts';
import { promoteCommand } from './models/promote.ts';
import { rollbackCommand } from './models/rollback.ts';
import { canaryCommand, shadowCommand } from './models/trials.ts';
import { watchCommand } from './models/watch.ts';

const EXAMPLES = `
Examples:
  $ vedette models list                                          what is in force, and what else there is
  $ vedette models shadow vedette-forest 1.1.0                   scores beside it: measured, never told
  $ vedette models canary vedette-forest 1.1.0 --share 0.1       scores a tenth of the entities
  $ vedette models compare vedette-forest                        is it better?
  $ vedette models promote vedette-forest 1.1.0                  in force everywhere, within seconds
  $ vedette models rollback vedette-forest                       and back

VEDETTE_MODELS names the registry: a folder, or s3://bucket/prefix.
`;

/** `vedette models` */
export function modelsCommand(): Command {
  return new Command('models')
    .description('which version of which model scores, for whom')
    .addCommand(listCommand())
    .addCommand(inspectCommand())
    .addCommand(promoteCommand())
    .addCommand(rollbackCommand())
    .addCommand(shadowCommand())
    .addCommand(canaryCommand())
    .addCommand(compareCommand())
    .addCommand(watchCommand())
    .addCommand(historyCommand())
    .addHelpText('before', EXAMPLES);
}
