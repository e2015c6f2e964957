import { Command } from 'commander';
import { loadRules } from '../../detectors/sigma/load.ts';
import type { LogSource } from '../../detectors/sigma/rule.ts';
import { warningsIn } from '../../detectors/sigma/warnings.ts';
import { isKnownField, knownFields } from '../../detectors/taxonomy/known-fields.ts';
import { EXIT, Failure, usageFailure } from '../failure.ts';
import { data, escaped, json, say } from '../output.ts';
import { faultLine } from './fault-line.ts';
import { sigmaTexts } from './rule-files.ts';
import { checkedYara } from './yara.ts';

const EXAMPLES = `
Examples:
  $ vedette rules check rules/                 every fault, with its file, line and column
  $ vedette rules check rules/yara/web.yar     the same for YARA, slow patterns among the faults
  $ vedette rules check sigma.tar.zst --json

Warns of fields that events of the log source are not known to have, and of what makes a rule slow.
`;

/** `vedette rules check DIR` */
export function checkCommand(): Command {
  return new Command('check')
    .description('say what is wrong with rules, or not supported')
    .argument('<path>', 'folder, .tar.zst or .tar.gz of Sigma and YARA rules, or one file')
    .option('--json', 'print as JSON')
    .option('--strict', 'end with 1 where there are warnings')
    .addHelpText('before', EXAMPLES)
    .action(check);
}

interface Flags {
  readonly json?: boolean;
  readonly strict?: boolean;
}

async function check(path: string, flags: Flags): Promise<void> {
  const texts = await sigmaTexts(path);
  const [sigma, yara] = [loadRules(texts), await checkedYara(path)];
  const rules = sigma.rules.length + yara.rules.length;
  const correlations = sigma.correlations.length;
  const counted = `${rules} rules, ${correlations} correlations`;
  const faults = [...sigma.faults, ...yara.faults];
  const warnings = texts.flatMap((text) => warningsIn(text, isField));
  if (rules + faults.length === 0) throw usageFailure(`${path}: there are no rules (.yml, .yaml, .yar) in it`);
  if (flags.json) json({ rules, correlations, faults, warnings });
  else for (const fault of [...faults, ...warnings]) data(escaped(faultLine(fault)));
  if (faults.length > 0) throw new Failure(EXIT.difference, `${faults.length} faults, ${counted} without`);
  const summary = `${counted}, no faults${warnings.length > 0 ? `, ${warnings.length} warnings` : ''}`;
  if (flags.strict && warnings.length > 0) throw new Failure(EXIT.difference, summary);
  say(summary);
}

function isField(logSource: LogSource, field: string): boolean {
  const known = knownFields(logSource);
  return known === null || isKnownField(known, field);
}
