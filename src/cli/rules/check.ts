import { Command } from 'commander';
import { EXIT, Failure } from '../failure.ts';
import { data, escaped, json, say } from '../output.ts';
import { faultLine } from './fault-line.ts';
import { loadedRules } from './rule-files.ts';

const EXAMPLES = `
Examples:
  $ vedette rules check rules/                 every fault, with its file, line and column
  $ vedette rules check sigma.tar.zst --json
`;

/** `vedette rules check DIR` */
export function checkCommand(): Command {
  return new Command('check')
    .description('say what is wrong with rules, or not supported')
    .argument('<path>', 'folder, .tar.zst or .tar.gz of Sigma rules, or one file')
    .option('--json', 'print as JSON')
    .addHelpText('before', EXAMPLES)
    .action(check);
}

async function check(path: string, flags: { readonly json?: boolean }): Promise<void> {
  const { rules, faults } = await loadedRules(path);
  if (flags.json) json({ rules: rules.length, faults });
  else for (const fault of faults) data(escaped(faultLine(fault)));
  if (faults.length > 0) throw new Failure(EXIT.difference, `${faults.length} faults, ${rules.length} rules without`);
  say(`${rules.length} rules, no faults`);
}
