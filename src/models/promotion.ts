import type { ModelRole, PromotedModel } from '../domain/contracts.gen.ts';
import type { Offered } from './version-choice.ts';
import { compareVersions } from './versions.ts';

/** Who changes what is promoted, for whom and why. */
export interface Move {
  /** Empty: for all tenants. */
  readonly tenant: string;
  readonly by: string;
  readonly reason: string;
  /** Epoch ms. */
  readonly now: number;
}

/** The role of a model for the rows of one feature set: there is one record for each. */
export interface Seat {
  readonly tenant: string;
  readonly name: string;
  readonly role: ModelRole;
  /** Empty: of every feature set. */
  readonly featureHash: string;
}

/** Id of the record of a seat. Two feature sets have records of their own: they stand side by side while an upgrade rolls. */
export const promotionId = ({ name, role, featureHash }: Omit<Seat, 'tenant'>): string =>
  `${name}${role === 'active' ? '' : `#${role}`}${featureHash && `@${featureHash}`}`;

/** What stands on a seat now. */
export const standingOn = (promotions: Iterable<PromotedModel>, seat: Seat): PromotedModel | undefined =>
  [...promotions].find(
    ({ tenant, name, role, featureHash }) =>
      tenant === seat.tenant && name === seat.name && role === seat.role && featureHash === seat.featureHash,
  );

/** The records that make a version active. A trial of the same version has come to its end. */
export function promoteChanges(
  model: Offered,
  promotions: readonly PromotedModel[],
  previous: string,
  move: Move,
): readonly PromotedModel[] {
  const { tenant } = move;
  const trials = (['canary', 'shadow'] as const).flatMap((role) => {
    const standing = standingOn(promotions, { ...seatOf(model, 'active', tenant), role });
    return standing?.version === model.version ? [ended(standing, move)] : [];
  });
  return [placed(model, 'active', previous, move), ...trials];
}

/** The records that try a version beside the one in force, which is pinned first: it may be there only because it is the newest. */
export function trialChanges(
  model: Offered,
  { role, share }: { readonly role: 'canary' | 'shadow'; readonly share: number },
  promotions: readonly PromotedModel[],
  { pin, move }: { readonly pin: Offered | null; readonly move: Move },
): readonly PromotedModel[] {
  const standing = standingOn(promotions, seatOf(model, role, move.tenant));
  const pinned = pin ? [placed(pin, 'active', '', { ...move, tenant: '', reason: 'was in force as the newest' })] : [];
  return [...pinned, { ...placed(model, role, standing?.version ?? '', move), share }];
}

/** The record that ends a trial. */
export const ended = (standing: PromotedModel, { by, reason, now }: Move): PromotedModel => ({
  ...standing,
  ...{ version: '', sha256: '', share: 0, previous: standing.version, promotedBy: by, reason, time: now },
});

/** The record that puts a version on a seat. */
const placed = (
  { name, version, sha256, featureHash }: Offered,
  role: ModelRole,
  previous: string,
  { tenant, by, reason, now }: Move,
): PromotedModel => ({
  ...{ name, tenant, version, sha256, featureHash },
  ...{ promotedBy: by, time: now, role, share: 0, reason, previous },
});

export const seatOf = (model: Offered, role: ModelRole, tenant: string): Seat => ({
  ...{ tenant, role, name: model.name, featureHash: model.featureHash },
});

/** The newest of the versions that fit the same rows as the model; itself left out. */
export function newestBeside(model: Offered, offered: readonly Offered[]): Offered | null {
  const others = offered.filter(
    ({ name, version, featureHash, tenant }) =>
      tenant === undefined && name === model.name && version !== model.version && featureHash === model.featureHash,
  );
  return others.toSorted((a, b) => compareVersions(b.version, a.version))[0] ?? null;
}
