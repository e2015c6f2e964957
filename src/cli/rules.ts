import { Command } from 'commander';
import { backtestCommand } from './rules/backtest.ts';
import { checkCommand } from './rules/check.ts';
import { correlateCommand } from './rules/correlate.ts';
import { coverageCommand } from './rules/coverage.ts';
import { explainCommand } from './rules/explain.ts';
import { matchCommand } from './rules/match.ts';
import { publishCommand } from './rules/publish.ts';
import { disableCommand, listCommand, promoteCommand, withdrawCommand } from './rules/standing.ts';
import { testCommand } from './rules/test.ts';

const EXAMPLES = `
Examples:
  $ vedette rules check rules/                                               is every rule sound?
  $ vedette rules test rules/                                                does every rule do as its tests say?
  $ vedette rules match --rules rules/ events.ndjson --format prepared       which rules match which events?
  $ vedette rules explain --rules rules/ --rule ID --event events.ndjson:17  why does this rule match, or not?
  $ vedette rules correlate --rules rules/ --events events.ndjson            where do correlations fire?
`;

/** `vedette rules` */
export function rulesCommand(): Command {
  return new Command('rules')
    .description('check Sigma rules, and try them on events')
    .addCommand(matchCommand())
    .addCommand(correlateCommand())
    .addCommand(checkCommand())
    .addCommand(testCommand())
    .addCommand(explainCommand())
    .addCommand(backtestCommand())
    .addCommand(coverageCommand())
    .addCommand(publishCommand())
    .addCommand(promoteCommand())
    .addCommand(disableCommand())
    .addCommand(withdrawCommand())
    .addCommand(listCommand())
    .addHelpText('before', EXAMPLES);
}
