import { Command } from 'commander';
import { EXIT, Failure, usageFailure } from '../failure.ts';
import { data, escaped, json, say } from '../output.ts';
import { faultLine } from './fault-line.ts';
import { sigmaRules, testFiles } from './rule-files.ts';
import { trialOf } from './trial.ts';
import { yaraTrial } from './yara-trial.ts';

const EXAMPLES = `
Examples:
  $ vedette rules test rules/                    does every rule match what it should, and nothing else?
  $ vedette rules test rules/linux/sudo.yml      one file, by the tests in rules/linux/sudo.test.yml

A test file stands beside its rules, a.test.yml beside a.yml:
  match:
    - {Image: 'C:\\Windows\\System32\\whoami.exe', CommandLine: whoami /priv}
  noMatch:
    - {Image: 'C:\\Windows\\System32\\whoami.exe', CommandLine: whoami}
Events have the log source of the rule. Where a file has several rules, the test has a document for each, with rule: ID.
A correlation takes sequences; each event matches the base rule that it names:
  sequences:
    - events:
        - {at: 0s, rule: failed_logon, fields: {user: ann}, repeat: 10, every: 1s}
        - {at: 20s, rule: logon, fields: {user: ann}}
      fires: [{at: 20s, group: [ann]}]
    - events: [{at: 0s, rule: logon, fields: {user: ann}}]
      fires: []
YARA rules are held against texts, in web.yar.test.yml beside web.yar:
  rule: log4shell_lookup
  match: ['\${jndi:ldap://203.0.113.5/a}']
  noMatch: ['\${user.name}']
`;

/** `vedette rules test PATH` */
export function testCommand(): Command {
  return new Command('test')
    .description('hold rules against the tests beside them')
    .argument('<path>', 'folder, .tar.zst or .tar.gz of Sigma and YARA rules, or one file')
    .option('--json', 'print as JSON')
    .addHelpText('before', EXAMPLES)
    .action(test);
}

async function test(path: string, flags: { readonly json?: boolean }): Promise<void> {
  const loaded = await sigmaRules(path);
  const sigma = trialOf(loaded, await testFiles(path));
  const yara = await yaraTrial(path);
  const failures = [...loaded.faults, ...sigma.failures, ...yara.failures];
  const counts = {
    rules: loaded.rules.length + loaded.correlations.length + yara.rules,
    expectations: sigma.expectations + yara.expectations,
  };
  if (counts.rules + failures.length === 0) throw usageFailure(`${path}: there are no rules (.yml, .yaml, .yar) in it`);
  if (flags.json) json({ ...counts, failures });
  else for (const failure of failures) data(escaped(faultLine(failure)));
  const summary = `${counts.rules} rules, ${counts.expectations} expectations, ${failures.length} failures`;
  if (failures.length > 0) throw new Failure(EXIT.difference, summary);
  say(summary);
}
