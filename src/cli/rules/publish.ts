import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { type RuleText, textsIn } from '../../detectors/sigma/documents.ts';
import { loadRules, type RuleFile } from '../../detectors/sigma/load.ts';
import { Refusal } from '../../detectors/sigma/refusal.ts';
import { tenantOption } from '../arguments.ts';
import { EXIT, Failure, usageFailure } from '../failure.ts';
import { data, escaped, json, say } from '../output.ts';
import { changesFor } from './changes.ts';
import { faultLine } from './fault-line.ts';
import { type Change, type RuleTable, withRuleTable } from './published.ts';
import { ruleTexts } from './rule-files.ts';

const EXAMPLES = `
Examples:
  $ vedette rules publish rules/ --dry-run            what would change?
  $ vedette rules publish new.yml --shadow            counted, not told: vedette_shadow_hits_total
  $ vedette rules promote 5f0c8d5e-1b3a-4c1c-9d63-0d2f2c1e8a11
  $ vedette rules publish rules/ --tenant acme        for one tenant, in the place of the rules for all
  $ vedette rules publish rules/ --prune --watch      keep the table as the folder is

Rules reach every running stage through rules.published.v1; nothing is restarted. Nothing is published while a rule has
a fault. A rule whose text stands there already keeps its status.
`;

interface Flags {
  readonly tenant: string;
  readonly shadow?: boolean;
  readonly prune?: boolean;
  readonly watch?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `vedette rules publish PATH` */
export function publishCommand(): Command {
  return new Command('publish')
    .description('put rules in force on a running chain')
    .argument('<path>', 'folder, .tar.zst or .tar.gz of Sigma rules, or one file')
    .addOption(tenantOption('for this tenant alone (default: for all)', ''))
    .option('--shadow', 'new and changed rules are counted, and raise no alert until they are promoted')
    .option('--prune', 'take away what was published before and is not there any more')
    .option('--watch', 'go on, and publish every change of the folder')
    .option('--dry-run', 'only say what would change')
    .option('--json', 'print the changes as JSON')
    .addHelpText('before', EXAMPLES)
    .action(publish);
}

const WATCH_EVERY_MS = 2_000;

async function publish(path: string, flags: Flags): Promise<void> {
  if (flags.watch && flags.dryRun) throw usageFailure('--watch and --dry-run do not go together');
  await withRuleTable(async (table) => {
    let before: string | null = null;
    for (;;) {
      const files = await ruleTexts(path);
      const now = JSON.stringify(files);
      if (now !== before) await (flags.watch ? publishWatched : publishOnce)(files, table, flags);
      before = now;
      if (!flags.watch) return;
      await sleep(WATCH_EVERY_MS);
    }
  });
}

async function publishOnce(files: readonly RuleFile[], table: RuleTable, flags: Flags): Promise<void> {
  const rules = soundTexts(files);
  if (rules === null) throw new Failure(EXIT.difference, 'nothing was published: mend the faults first');
  if (rules.length === 0) throw usageFailure('there are no rules (.yml, .yaml) in it: nothing was published');
  const status = flags.shadow ? 'shadow' : 'enabled';
  const wish = { tenant: flags.tenant, status, prune: flags.prune === true, now: Date.now() } as const;
  const changes = changesFor(rules, await table.read(), wish);
  if (!flags.dryRun && changes.length > 0) await table.write(changes);
  tell(changes, flags, rules.length);
}

/** A folder at work, or with faults, is told of and looked at again when it has changed. */
async function publishWatched(files: readonly RuleFile[], table: RuleTable, flags: Flags): Promise<void> {
  try {
    await publishOnce(files, table, flags);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(error.message);
  }
}

/** Each rule by its id; null where one has a fault, which is told. */
function soundTexts(files: readonly RuleFile[]): readonly RuleText[] | null {
  const { faults } = loadRules(files);
  for (const fault of faults) say(escaped(faultLine(fault)));
  if (faults.length > 0) return null;
  return files.flatMap((file) => {
    try {
      return textsIn(file);
    } catch (error) {
      throw usageFailure(`${file.name}: ${Refusal.of(error).message}`);
    }
  });
}

function tell(changes: readonly Change[], { dryRun, json: asJson }: Flags, rules: number): void {
  const told = changes.map(({ id, rule }) => ({ id, change: rule === null ? 'withdrawn' : rule.status }));
  if (asJson) json(told);
  else for (const { id, change } of told) data(`${change.padEnd(9)}  ${escaped(id)}`);
  say(`${changes.length} of ${rules} rules ${dryRun ? 'would change' : 'changed'}`);
}
