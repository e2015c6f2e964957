import { Command } from 'commander';
import { effectCommand } from './training/effect.ts';
import { eraseCommand, releaseCommand, triggerCommand } from './training/orders.ts';
import { historyCommand, statusCommand } from './training/status.ts';

const EXAMPLES = `
Examples:
  $ vedette training status                                what has gathered, what is trained, what it has brought
  $ vedette training trigger --tenant acme                 train now
  $ vedette training history --tenant acme                 what the gates found
  $ vedette training effect --tenant acme --svg effect.svg     a picture of it
  $ vedette training erase --tenant acme --author 3f1c…    take an analyst's feedback out
`;

/** `vedette training` */
export function trainingCommand(): Command {
  return new Command('training')
    .description('how models learn from feedback')
    .addCommand(statusCommand())
    .addCommand(historyCommand())
    .addCommand(effectCommand())
    .addCommand(triggerCommand())
    .addCommand(releaseCommand())
    .addCommand(eraseCommand())
    .addHelpText('before', EXAMPLES);
}
