import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { FEATURE_HASH } from '../../detectors/feature-set.ts';
import type { ModelManifest } from '../../models/manifest.ts';
import type { Move } from '../../models/promotion.ts';
import { tenantOption } from '../arguments.ts';
import { EXIT, Failure, usageFailure } from '../failure.ts';
import { escaped } from '../output.ts';
import type { ModelDesk } from './desk.ts';

/** Flags of every command that changes what is promoted. */
export interface MoveFlags {
  readonly tenant: string;
  readonly by: string;
  readonly reason: string;
}

const LONGEST = 500;

/** Gives a command the flags that say for whom, by whom and why. */
export const withMoveOptions = (command: Command): Command =>
  command
    .addOption(tenantOption('for this tenant alone (default: for all)', ''))
    .option('--by <name>', 'who does it', text, userInfo().username)
    .option('--reason <text>', 'why, for the history', text, '');

function text(given: string): string {
  if (given.length <= LONGEST) return given;
  throw new InvalidArgumentError(`at most ${LONGEST} characters`);
}

export const moveOf = ({ tenant, by, reason }: MoveFlags): Move => ({ tenant, by, reason, now: Date.now() });

/** A version of the registry that may be put in force: its hashes agree, and it takes the rows that this release writes, or is forced. */
export async function soundModel(
  desk: ModelDesk,
  name: string,
  version: string,
  isForced: boolean,
): Promise<ModelManifest> {
  const file = await desk.model({ name, version });
  if (!file.ok)
    throw new Failure(
      EXIT.difference,
      `${escaped(`${name} ${version}`)} cannot serve: ${escaped(file.reason)}; "vedette models list" shows what there is`,
    );
  const { featureHash } = file.manifest;
  if (featureHash !== FEATURE_HASH && !isForced)
    throw usageFailure(
      `${name} ${version} was trained on feature set ${featureHash}, and this release writes ${FEATURE_HASH}: it would score nothing (--force for a chain of another release)`,
    );
  return file.manifest;
}
