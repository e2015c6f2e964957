import type { PromotedModel } from '../domain/contracts.gen.ts';

/** What the choice needs to know of a model that is at hand. */
export interface Offered {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly featureHash: string;
}

/** Compares dotted versions number by number. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whom a model shall score, and what it must have been trained on. */
export interface Wanted {
  readonly name: string;
  readonly tenant: string;
  readonly featureHash: string;
}

/**
 * The model in force for a tenant's rows of one feature set: what was promoted for the tenant, else what was promoted
 * for all, else the newest at hand. While processes with two feature sets run side by side, each has a model of its
 * own. Null when nothing is at hand, or what was promoted is not: a version that nobody promoted never stands in.
 */
export function versionInForce<M extends Offered>(
  wanted: Wanted,
  offered: readonly M[],
  promotions: Iterable<PromotedModel>,
): M | null {
  const fitting = offered.filter(({ name, featureHash }) => name === wanted.name && featureHash === wanted.featureHash);
  const { tenant: mine } = wanted;
  const named = [...promotions].filter(
    ({ name, tenant }) => name === wanted.name && (tenant === mine || tenant === ''),
  );
  if (named.length === 0) return fitting.toSorted((a, b) => compareVersions(b.version, a.version))[0] ?? null;
  const promoted = promotionFor(wanted, named);
  return fitting.find((model) => model.version === promoted?.version && sameFile(model, promoted)) ?? null;
}

// A promotion without a hash names the version alone
const sameFile = (model: Offered, promoted: PromotedModel): boolean =>
  promoted.sha256 === '' || promoted.sha256 === model.sha256;

/** A promotion that names no feature set speaks of all of them; one that does goes before it. */
function promotionFor({ tenant, featureHash }: Wanted, named: readonly PromotedModel[]): PromotedModel | undefined {
  const byWhom = [tenant, ''];
  const choices = byWhom.flatMap((whom) => [featureHash, ''].map((hash) => ({ whom, hash })));
  const found = choices.map(({ whom, hash }) =>
    named.find((promotion) => promotion.tenant === whom && promotion.featureHash === hash),
  );
  return found.find((promotion) => promotion !== undefined);
}
