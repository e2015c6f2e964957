import { Command, InvalidArgumentError } from 'commander';
import { ended, newestBeside, seatOf, standingOn, trialChanges } from '../../models/promotion.ts';
import type { Offered } from '../../models/version-choice.ts';
import { usageFailure } from '../failure.ts';
import { say } from '../output.ts';
import { type ModelDesk, withModelDesk } from './desk.ts';
import { type MoveFlags, moveOf, soundModel, withMoveOptions } from './options.ts';

interface Flags extends MoveFlags {
  readonly off?: boolean;
  readonly force?: boolean;
  readonly share?: number;
}

/** `vedette models shadow NAME VERSION` */
export const shadowCommand = (): Command =>
  trialCommand('shadow', 'let a version score beside the one in force: measured, and never told')
    .addHelpText(
      'before',
      `
Examples:
  $ vedette models shadow vedette-forest 1.1.0
  $ vedette models compare vedette-forest              what would it have told?
  $ vedette models shadow vedette-forest 1.1.0 --off
`,
    )
    .action((name: string, version: string, flags: Flags) => tryVersion('shadow', name, version, flags));

/** `vedette models canary NAME VERSION --share 0.1` */
export const canaryCommand = (): Command =>
  trialCommand('canary', 'let a version score a share of the entities in the place of the one in force')
    .option('--share <number>', 'of the entities, above 0 and at most 1', share, 0.1)
    .addHelpText(
      'before',
      `
Examples:
  $ vedette models canary vedette-forest 1.1.0 --share 0.1
  $ vedette models compare vedette-forest              how does it do?
  $ vedette models watch --auto                        promotes it, or takes it back
  $ vedette models canary vedette-forest 1.1.0 --off

An entity is scored by one version alone, the same in every process. A larger share only adds entities.
`,
    )
    .action((name: string, version: string, flags: Flags) => tryVersion('canary', name, version, flags));

const trialCommand = (name: string, about: string): Command =>
  withMoveOptions(new Command(name))
    .description(about)
    .argument('<name>', 'of the model')
    .argument('<version>', 'that the registry has')
    .option('--off', 'end it')
    .option('--force', 'also where it was trained on other features than this release writes');

function share(text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 1) return number;
  throw new InvalidArgumentError('a number above 0 and at most 1 is needed, such as 0.1');
}

async function tryVersion(role: 'canary' | 'shadow', name: string, version: string, flags: Flags): Promise<void> {
  await withModelDesk(async (desk) => {
    if (flags.off) return end(desk, role, { name, version }, flags);
    const model = await soundModel(desk, name, version, flags.force === true);
    const promotions = await desk.promotions();
    const active = [flags.tenant, '']
      .map((tenant) => standingOn(promotions, seatOf(model, 'active', tenant)))
      .find((standing) => standing !== undefined);
    if (active?.version === version) throw usageFailure(`${name} ${version} is in force: there is nothing to try`);
    const pin = active ? null : await inForce(desk, model);
    const changes = trialChanges(model, { role, share: flags.share ?? 0 }, promotions, { pin, move: moveOf(flags) });
    await desk.write(changes.map((promotion) => ({ promotion })));
    const how = role === 'canary' ? `scores ${(flags.share ?? 0) * 100} % of the entities` : 'scores in the shadow';
    say(`${name} ${version} ${how}, beside ${active?.version ?? pin?.version}`);
  });
}

/** What the stages hold for the one in force while nothing is promoted. */
async function inForce(desk: ModelDesk, model: Offered): Promise<Offered> {
  const files = await desk.versions(model.name);
  const newest = newestBeside(
    model,
    files.map(({ manifest }) => manifest),
  );
  if (newest) return newest;
  throw usageFailure(`${model.name} has no other version that this could be tried beside: promote it instead`);
}

async function end(
  desk: ModelDesk,
  role: 'canary' | 'shadow',
  { name, version }: { readonly name: string; readonly version: string },
  flags: Flags,
): Promise<void> {
  const standing = (await desk.promotions()).filter(
    (one) => one.role === role && one.name === name && one.version === version && one.tenant === flags.tenant,
  );
  if (standing.length === 0)
    throw usageFailure(`${name} ${version} is no ${role} here: "vedette models list" shows them`);
  await desk.write(standing.map((one) => ({ promotion: ended(one, moveOf(flags)) })));
  say(`${name} ${version} is no ${role} any more`);
}
