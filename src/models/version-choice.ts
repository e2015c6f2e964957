import type { PromotedModel } from '../domain/contracts.gen.ts';

/** What the choice needs to know of a model that is at hand. */
export interface Offered {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
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

/**
 * The model in force for a tenant: what was promoted for it, else what was promoted for all, else the newest at hand.
 * Null when nothing is at hand or the promoted version is not: a version that nobody promoted never stands in for it.
 */
export function versionInForce<M extends Offered>(
  name: string,
  tenant: string,
  offered: readonly M[],
  promotions: Iterable<PromotedModel>,
): M | null {
  const named = offered.filter((model) => model.name === name);
  const promoted = promotionFor(name, tenant, promotions);
  if (promoted === null) return named.toSorted((a, b) => compareVersions(b.version, a.version))[0] ?? null;
  return named.find((model) => model.version === promoted.version && sameFile(model, promoted)) ?? null;
}

// A promotion without a hash names the version alone
const sameFile = (model: Offered, promoted: PromotedModel): boolean =>
  promoted.sha256 === '' || promoted.sha256 === model.sha256;

function promotionFor(name: string, tenant: string, promotions: Iterable<PromotedModel>): PromotedModel | null {
  let forAll: PromotedModel | null = null;
  for (const promotion of promotions) {
    if (promotion.name !== name) continue;
    if (promotion.tenant === tenant) return promotion;
    if (promotion.tenant === '') forAll = promotion;
  }
  return forAll;
}
