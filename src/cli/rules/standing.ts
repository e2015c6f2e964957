import { Command } from 'commander';
import type { RuleStatus } from '../../domain/contracts.gen.ts';
import { tenantOption } from '../arguments.ts';
import { data, escaped, json, say, table } from '../output.ts';
import { statusChanges } from './changes.ts';
import { withRuleTable } from './published.ts';

interface Flags {
  readonly tenant: string;
}

/** `vedette rules promote|disable ID...` */
export const promoteCommand = (): Command => standing('promote', 'let rules raise alerts', 'enabled');
export const disableCommand = (): Command => standing('disable', 'switch rules off', 'disabled');

function standing(name: string, about: string, status: RuleStatus): Command {
  return new Command(name)
    .description(about)
    .argument('<id...>', 'ids of rules, of correlations or of heuristics')
    .addOption(tenantOption('for this tenant alone (default: for all)', ''))
    .addHelpText('before', `\nExamples:\n  $ vedette rules ${name} 5f0c8d5e-1b3a-4c1c-9d63-0d2f2c1e8a11\n`)
    .action(async (ids: readonly string[], { tenant }: Flags) => {
      await withRuleTable(async ({ read, write }) =>
        write(statusChanges(ids, await read(), { tenant, status, now: Date.now() })),
      );
      say(`${ids.length} rules are ${status}`);
    });
}

/** `vedette rules withdraw ID...` */
export function withdrawCommand(): Command {
  return new Command('withdraw')
    .description('take back what was published of rules: that of the package is in force again')
    .argument('<id...>', 'ids of rules')
    .addOption(tenantOption('for this tenant alone (default: for all)', ''))
    .addHelpText(
      'before',
      '\nExamples:\n  $ vedette rules withdraw 5f0c8d5e-1b3a-4c1c-9d63-0d2f2c1e8a11 --tenant acme\n',
    )
    .action(async (ids: readonly string[], { tenant }: Flags) => {
      await withRuleTable(({ write }) => write(ids.map((id) => ({ tenant, id, rule: null }))));
      say(`${ids.length} rules withdrawn`);
    });
}

/** `vedette rules list` */
export function listCommand(): Command {
  return new Command('list')
    .description('what is published')
    .option('--json', 'print as JSON')
    .addHelpText('before', '\nExamples:\n  $ vedette rules list\n  $ vedette rules list --json\n')
    .action(async (flags: { readonly json?: boolean }) => {
      const rules = [...(await withRuleTable(({ read }) => read())).values()];
      if (flags.json) json(rules);
      else
        data(
          table(
            HEAD,
            rules.map(({ id, tenant, status, time, text }) => [
              ...[escaped(id), tenant === '' ? 'all' : escaped(tenant), status, new Date(time).toISOString()],
              text === '' ? 'status alone' : `${text.length} characters`,
            ]),
          ),
        );
    });
}

const HEAD = ['rule', 'tenant', 'status', 'since', 'text'];
