import { hashText } from '../detectors/hash.ts';
import type { ModelRole, PromotedModel } from '../domain/contracts.gen.ts';
import { compareVersions } from './versions.ts';

/** What the choice needs to know of a model that is at hand. */
export interface Offered {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly featureHash: string;
  /** Whose feedback it learned from; absent: it is for all. */
  readonly tenant?: string | undefined;
}

/** Whom a model shall score, and what it must have been trained on. */
export interface Wanted {
  readonly name: string;
  readonly tenant: string;
  readonly featureHash: string;
}

/** Which of two versions scores an entity while one is tried on some. */
export type Arm = 'active' | 'canary';

export interface Canary<M> {
  /** Null where the promoted version is not at hand: nobody stands in, its entities go without. */
  readonly model: M | null;
  readonly version: string;
  /** Of the entities, 0..1. */
  readonly share: number;
}

/** The versions at work for a tenant's rows of one feature set. */
export interface Choice<M> {
  /** Null when nothing is at hand, or what was promoted is not: a version that nobody promoted never stands in. */
  readonly active: M | null;
  readonly canary: Canary<M> | null;
  /** Scores beside the others and is only measured. */
  readonly shadow: M | null;
}

/**
 * The versions for a tenant's rows of one feature set. Active is what was promoted for the tenant, else what was
 * promoted for all, else the newest at hand that is not on trial. A trial for all leaves a tenant alone that has a
 * version of its own. A version that learned from a tenant's feedback never scores for another, whatever was promoted.
 * While processes with two feature sets run side by side, each has a model of its own.
 */
export function choose<M extends Offered>(
  wanted: Wanted,
  offered: readonly M[],
  promotions: Iterable<PromotedModel>,
): Choice<M> {
  const fitting = offered.filter(
    ({ name, featureHash, tenant = wanted.tenant }) =>
      name === wanted.name && featureHash === wanted.featureHash && tenant === wanted.tenant,
  );
  const named = [...promotions].filter(
    ({ name, tenant }) => name === wanted.name && (tenant === wanted.tenant || tenant === ''),
  );
  const inRole = (role: ModelRole) => named.filter((one) => one.role === role);
  const atHand = (promoted: PromotedModel | undefined) => fitting.find((model) => isMeant(model, promoted)) ?? null;
  const promoted = promotionFor(wanted, inRole('active'));
  const hasOwn = promoted?.tenant === wanted.tenant;
  const [canary, shadow] = (['canary', 'shadow'] as const).map((role) => trial(wanted, inRole(role), hasOwn));
  const active =
    inRole('active').length > 0
      ? atHand(promoted)
      : newest(fitting.filter((model) => !model.tenant && !isMeant(model, canary) && !isMeant(model, shadow)));
  const beside = atHand(shadow);
  return {
    active,
    canary: canary ? { model: atHand(canary), version: canary.version, share: canary.share } : null,
    shadow: beside === active ? null : beside,
  };
}

/** The version that is in force where none is on trial; see `choose`. */
export const versionInForce = <M extends Offered>(
  wanted: Wanted,
  offered: readonly M[],
  promotions: Iterable<PromotedModel>,
): M | null => choose(wanted, offered, promotions).active;

/** The arm of an entity: the same in every process and for as long as the share stays. A growing share only adds entities. */
export function armOf(choice: Choice<unknown>, { tenant, name, entity }: ArmKey): Arm {
  if (choice.canary === null) return 'active';
  const place = hashText(entity, hashText(name, hashText(tenant))) / 2 ** 32;
  return place < choice.canary.share ? 'canary' : 'active';
}

export interface ArmKey {
  readonly tenant: string;
  /** Of the model. */
  readonly name: string;
  readonly entity: string;
}

/** The one version that scores the entities of an arm. */
export const modelOf = <M>(choice: Choice<M>, arm: Arm): M | null =>
  arm === 'canary' ? (choice.canary?.model ?? null) : choice.active;

/** Every version that somebody promoted, in whatever role. */
export function promotedRefs(
  promotions: Iterable<PromotedModel>,
): readonly { readonly name: string; readonly version: string }[] {
  const named = [...promotions].filter(({ version }) => version !== '');
  return [...new Map(named.map(({ name, version }) => [`${name} ${version}`, { name, version }])).values()];
}

const newest = <M extends Offered>(models: readonly M[]): M | null =>
  models.toSorted((a, b) => compareVersions(b.version, a.version))[0] ?? null;

// A promotion without a hash names the version alone
const isMeant = (model: Offered, promoted: PromotedModel | undefined): boolean =>
  model.version === promoted?.version && (promoted.sha256 === '' || promoted.sha256 === model.sha256);

/** A trial that was ended stays in the table, without a version. */
function trial(wanted: Wanted, named: readonly PromotedModel[], hasOwn: boolean): PromotedModel | undefined {
  const promoted = promotionFor(wanted, named, hasOwn ? [wanted.tenant] : undefined);
  return promoted?.version === '' ? undefined : promoted;
}

/** A promotion that names no feature set speaks of all of them; one that does goes before it. */
function promotionFor(
  { tenant, featureHash }: Wanted,
  named: readonly PromotedModel[],
  byWhom: readonly string[] = [tenant, ''],
): PromotedModel | undefined {
  const choices = byWhom.flatMap((whom) => [featureHash, ''].map((hash) => ({ whom, hash })));
  const found = choices.map(({ whom, hash }) =>
    named.find((promotion) => promotion.tenant === whom && promotion.featureHash === hash),
  );
  return found.find((promotion) => promotion !== undefined);
}
