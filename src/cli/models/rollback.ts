import { Command } from 'commander';
import { FEATURE_HASH } from '../../detectors/feature-set.ts';
import type { PromotedModel } from '../../domain/contracts.gen.ts';
import { ended, type Move, promoteChanges } from '../../models/promotion.ts';
import { usageFailure } from '../failure.ts';
import { say } from '../output.ts';
import { type Change, type ModelDesk, withModelDesk } from './desk.ts';
import { type MoveFlags, moveOf, soundModel, withMoveOptions } from './options.ts';

const EXAMPLES = `
Examples:
  $ vedette models rollback vedette-forest --reason 'too loud since noon'
  $ vedette models rollback vedette-forest --tenant acme

Goes back to the version that was in force before, on every running stage, within seconds. A second rollback takes the
first one back. A tenant whose first own version is rolled back goes by what is in force for all.
`;

/** `vedette models rollback NAME` */
export const rollbackCommand = (): Command =>
  withMoveOptions(new Command('rollback'))
    .description('put the version before in force again')
    .argument('<name>', 'of the model')
    .addHelpText('before', EXAMPLES)
    .action(async (name: string, flags: MoveFlags) => {
      await withModelDesk(async (desk) => {
        const standing = standingOf(name, flags.tenant, await desk.promotions());
        say(await rollBack(desk, standing, moveOf(flags)));
      });
    });

/** What is in force for the rows of this release; where there is one alone, that one. */
function standingOf(name: string, tenant: string, promotions: readonly PromotedModel[]): PromotedModel {
  const mine = promotions.filter((one) => one.role === 'active' && one.name === name && one.tenant === tenant);
  const fitting = mine.find(({ featureHash }) => featureHash === FEATURE_HASH) ?? (mine.length === 1 ? mine[0] : null);
  if (fitting) return fitting;
  throw usageFailure(
    `no version of ${name} was promoted for ${tenant === '' ? 'all' : `the tenant ${tenant}`}: there is nothing to go back to`,
  );
}

/** Puts the version before in force; answers what was done. */
export async function rollBack(desk: ModelDesk, standing: PromotedModel, move: Move): Promise<string> {
  const { name, version, previous, tenant } = standing;
  if (previous === '') {
    if (tenant === '') throw usageFailure(`${name} ${version} is the first that was promoted: promote another`);
    await desk.write([{ promotion: ended(standing, move), isWithdrawn: true }]);
    return `${name} of ${tenant} goes by what is in force for all; before it was ${version}`;
  }
  const model = await soundModel(desk, name, previous, true);
  const changes: readonly Change[] = promoteChanges(model, await desk.promotions(), version, move).map((promotion) => ({
    promotion,
  }));
  await desk.write(changes);
  return `${name} ${previous} is in force again; before it was ${version}`;
}
