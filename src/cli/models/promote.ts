import { Command } from 'commander';
import { newestBeside, promoteChanges, seatOf, standingOn } from '../../models/promotion.ts';
import { usageFailure } from '../failure.ts';
import { say } from '../output.ts';
import { withModelDesk } from './desk.ts';
import { type MoveFlags, moveOf, soundModel, withMoveOptions } from './options.ts';

const EXAMPLES = `
Examples:
  $ vedette models promote vedette-forest 1.1.0 --reason 'fewer false alarms on servers'
  $ vedette models promote vedette-forest 1.1.0 --tenant acme
  $ vedette models rollback vedette-forest                     back again

The version is in force on every running stage within seconds; nothing is restarted. A version whose files are not what
its manifest says, or that was trained on other features, is refused.
`;

/** `vedette models promote NAME VERSION` */
export const promoteCommand = (): Command =>
  withMoveOptions(new Command('promote'))
    .description('put a version in force on a running chain')
    .argument('<name>', 'of the model')
    .argument('<version>', 'that the registry has')
    .option('--force', 'also where it was trained on other features than this release writes')
    .addHelpText('before', EXAMPLES)
    .action(promote);

interface Flags extends MoveFlags {
  readonly force?: boolean;
}

async function promote(name: string, version: string, flags: Flags): Promise<void> {
  await withModelDesk(async (desk) => {
    const model = await soundModel(desk, name, version, flags.force === true);
    if (model.tenant !== undefined && model.tenant !== flags.tenant)
      throw usageFailure(
        `${name} ${version} learned from the feedback of one tenant: promote it with --tenant ${model.tenant}`,
      );
    const promotions = await desk.promotions();
    const standing = standingOn(promotions, seatOf(model, 'active', flags.tenant));
    if (standing?.version === version && standing.sha256 === model.sha256)
      throw usageFailure(`${name} ${version} is in force already: there is nothing to do`);
    const newest = flags.tenant === '' ? newestBeside(model, await desk.versions(name).then(manifests)) : null;
    const previous = standing?.version ?? newest?.version ?? '';
    const changes = promoteChanges(model, promotions, previous, moveOf(flags));
    await desk.write(changes.map((promotion) => ({ promotion })));
    say(`${name} ${version} is promoted${previous && `; before it was ${previous}`}`);
  });
}

const manifests = <M>(files: readonly { readonly manifest: M }[]): readonly M[] =>
  files.map(({ manifest }) => manifest);
