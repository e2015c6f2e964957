import { Command } from 'commander';
import { EXIT, Failure, usageFailure } from '../failure.ts';
import { data, escaped, json, say } from '../output.ts';
import { faultLine } from './fault-line.ts';
import { sigmaRules } from './rule-files.ts';
import { checkedYara } from './yara.ts';

const EXAMPLES = `
Examples:
  $ vedette rules check rules/                 every fault, with its file, line and column
  $ vedette rules check rules/yara/web.yar     the same for YARA, slow patterns among the faults
  $ vedette rules check sigma.tar.zst --json
`;

/** `vedette rules check DIR` */
export function checkCommand(): Command {
  return new Command('check')
    .description('say what is wrong with rules, or not supported')
    .argument('<path>', 'folder, .tar.zst or .tar.gz of Sigma and YARA rules, or one file')
    .option('--json', 'print as JSON')
    .addHelpText('before', EXAMPLES)
    .action(check);
}

async function check(path: string, flags: { readonly json?: boolean }): Promise<void> {
  const [sigma, yara] = [await sigmaRules(path), await checkedYara(path)];
  const rules = sigma.rules.length + yara.rules.length;
  const faults = [...sigma.faults, ...yara.faults];
  if (rules + faults.length === 0) throw usageFailure(`${path}: there are no rules (.yml, .yaml, .yar) in it`);
  if (flags.json) json({ rules, faults });
  else for (const fault of faults) data(escaped(faultLine(fault)));
  if (faults.length > 0) throw new Failure(EXIT.difference, `${faults.length} faults, ${rules} rules without`);
  say(`${rules} rules, no faults`);
}
