import type { PromotedModel } from '../../domain/contracts.gen.ts';
import { type Arm, armOf, type Choice, choose, modelOf, type Offered } from '../../models/version-choice.ts';

/** What decides which version scores a row. */
export interface Whom {
  readonly tenant: string;
  /** Id of the row's key. */
  readonly entity: string;
  readonly featureHash: string;
}

/** Rows of one tenant that one version of a model has to score. */
export interface Assignment<M> {
  readonly tenant: string;
  readonly name: string;
  /** The promoted one also where it is not at hand; empty where nothing is. */
  readonly version: string;
  /** A shadow is measured and says nothing. */
  readonly arm: Arm | 'shadow';
  /** Null: not at hand, and nobody stands in. */
  readonly model: M | null;
  /** Places of the rows. */
  readonly places: readonly number[];
}

interface Group<M> {
  readonly choice: Choice<M>;
  readonly whom: Whom;
  readonly places: Readonly<Record<Arm, number[]>>;
}

/** Who scores which of the rows: each row has one version that counts, and at most one shadow. Rows that are null are nobody's. */
export function assign<M extends Offered>(
  name: string,
  rows: readonly (Whom | null)[],
  offered: readonly M[],
  promotions: readonly PromotedModel[],
): readonly Assignment<M>[] {
  const groups = new Map<string, Map<string, Group<M>>>();
  for (const [place, whom] of rows.entries()) {
    if (whom === null) continue;
    const { choice, places } = groupOf(name, whom, groups, offered, promotions);
    places[armOf(choice, { ...whom, name })].push(place);
  }
  const all = [...groups.values()].flatMap((byFeatures) => [...byFeatures.values()]);
  return all.flatMap((group) => assignmentsOf(name, group));
}

function groupOf<M extends Offered>(
  name: string,
  whom: Whom,
  groups: Map<string, Map<string, Group<M>>>,
  offered: readonly M[],
  promotions: readonly PromotedModel[],
): Group<M> {
  const { tenant, featureHash } = whom;
  const byFeatures = groups.get(tenant) ?? new Map<string, Group<M>>();
  groups.set(tenant, byFeatures);
  let group = byFeatures.get(featureHash);
  if (group === undefined) {
    const choice = choose({ name, tenant, featureHash }, offered, promotions);
    group = { choice, whom, places: { active: [], canary: [] } };
    byFeatures.set(featureHash, group);
  }
  return group;
}

function assignmentsOf<M extends Offered>(name: string, { choice, whom, places }: Group<M>): Assignment<M>[] {
  const { tenant } = whom;
  const arms = (['active', 'canary'] as const)
    .filter((arm) => places[arm].length > 0)
    .map((arm) => {
      const model = modelOf(choice, arm);
      const version = model?.version ?? (arm === 'canary' ? choice.canary?.version : '') ?? '';
      return { tenant, name, version, arm, model, places: places[arm] };
    });
  if (choice.shadow === null) return arms;
  const { version } = choice.shadow;
  const every = [...places.active, ...places.canary];
  return [...arms, { tenant, name, version, arm: 'shadow', model: choice.shadow, places: every }];
}
