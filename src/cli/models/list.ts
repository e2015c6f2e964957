import { Command } from 'commander';
import { FEATURE_HASH } from '../../detectors/feature-set.ts';
import { MODELS_AUDIT, type PromotedModel } from '../../domain/contracts.gen.ts';
import { compareVersions } from '../../models/versions.ts';
import { EXIT, Failure } from '../failure.ts';
import { data, escaped, json, say, table } from '../output.ts';
import { type ModelDesk, withModelDesk } from './desk.ts';

interface Flags {
  readonly json?: boolean;
}

/** `vedette models list` */
export const listCommand = (): Command =>
  new Command('list')
    .description('which versions are in force, in the shadow and on trial, and what the registry has')
    .option('--json', 'print as JSON')
    .addHelpText('before', '\nExamples:\n  $ vedette models list\n  $ vedette models list --json\n')
    .action(async (flags: Flags) => {
      await withModelDesk(async (desk) => {
        const [promoted, registry] = [await desk.promotions(), await kept(desk)];
        if (flags.json) return json({ promoted, registry });
        if (promoted.length > 0) data(table(HEAD, promoted.filter(({ version }) => version !== '').map(rowOf)));
        else say('nothing is promoted: the newest version of each model is in force');
        for (const [name, versions] of Object.entries(registry))
          data(`\n${name} in the registry: ${versions.join(', ')}`);
      });
    });

const HEAD = ['model', 'for', 'role', 'version', 'before', 'share', 'since', 'by', 'why'];

const rowOf = (one: PromotedModel) => [
  ...[escaped(one.name), one.tenant === '' ? 'all' : escaped(one.tenant), one.role, escaped(one.version)],
  ...[escaped(one.previous), one.role === 'canary' ? String(one.share) : ''],
  ...[new Date(one.time).toISOString(), escaped(one.promotedBy), escaped(one.reason)],
];

async function kept({ registry }: ModelDesk): Promise<Readonly<Record<string, readonly string[]>>> {
  const byName = Map.groupBy(await registry.list(), ({ name }) => name);
  return Object.fromEntries(
    [...byName].map(([name, refs]) => [name, refs.map(({ version }) => version).sort(compareVersions)]),
  );
}

/** `vedette models history [NAME]` */
export const historyCommand = (): Command =>
  new Command('history')
    .description('who promoted what, when and why')
    .argument('[name]', 'of one model')
    .option('--json', 'print as JSON')
    .addHelpText(
      'before',
      '\nExamples:\n  $ vedette models history\n  $ vedette models history vedette-forest --json\n\nFrom models.audit.v1, which nothing is ever taken out of.\n',
    )
    .action(async (name: string | undefined, flags: Flags) => {
      await withModelDesk(async (desk) => {
        const all = (await desk.values(MODELS_AUDIT)).map(({ value }) => value);
        const told = all.filter((one) => name === undefined || one.name === name);
        if (flags.json) return json(told);
        data(table(HISTORY, told.map(historyRow)));
      });
    });

const HISTORY = ['when', 'model', 'for', 'role', 'version', 'before', 'by', 'why'];

const historyRow = (one: PromotedModel) => [
  ...[new Date(one.time).toISOString(), escaped(one.name), one.tenant === '' ? 'all' : escaped(one.tenant), one.role],
  ...[one.version === '' ? 'none' : escaped(one.version), escaped(one.previous)],
  ...[escaped(one.promotedBy), escaped(one.reason)],
];

/** `vedette models inspect NAME VERSION` */
export const inspectCommand = (): Command =>
  new Command('inspect')
    .description('what a version is: its manifest, and whether its files are what that says')
    .argument('<name>', 'of the model')
    .argument('<version>', 'that the registry has')
    .option('--json', 'print the manifest as JSON')
    .addHelpText('before', '\nExamples:\n  $ vedette models inspect vedette-forest 1.0.0\n')
    .action(async (name: string, version: string, flags: Flags) => {
      await withModelDesk(async (desk) => {
        const file = await desk.model({ name, version });
        if (!file.ok) throw new Failure(EXIT.difference, `${escaped(`${name} ${version}`)}: ${escaped(file.reason)}`);
        const { manifest } = file;
        if (flags.json) return json(manifest);
        const { featureSet, featureHash, training, metrics } = manifest;
        const fits =
          featureHash === FEATURE_HASH ? 'what this release writes' : `not those of this release, ${FEATURE_HASH}`;
        data(`${name} ${version}: ${manifest.kind}; its files are what the manifest says`);
        data(`features   ${featureSet} ${featureHash}, ${fits}`);
        data(`trained    on ${training.rows} rows of ${escaped(training.sources.join(', '))}`);
        data(`to replace ${manifest.parent ?? 'nothing'}`);
        for (const [metric, value] of Object.entries(metrics)) data(`${escaped(metric)}  ${JSON.stringify(value)}`);
      });
    });
