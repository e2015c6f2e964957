import type { FeatureStats } from '../explanation.ts';
import { featureTeller } from './feature-told.ts';
import type { Movement, Told } from './moved.ts';
import { treeShap } from './tree-shap.ts';
import type { Trees } from './trees.ts';

/** What moved boosted trees: their features by exact SHAP values, in log-odds. Columns past the features are not named. */
export function treesMovement(trees: Trees, row: ArrayLike<number>, features: readonly FeatureStats[]): Movement {
  const { raw, phi } = treeShap(trees, row);
  const tell = featureTeller(features, row);
  return {
    moved: features.flatMap((_, place) => {
      const by = phi[place] ?? 0;
      return by === 0 ? [] : [{ ...tell(place), by }];
    }),
    whole: raw - trees.expected,
  };
}

/** A model's share of the confidence for a row, and what it were for the row with things taken away. */
export interface Without {
  readonly share: number;
  readonly after: readonly number[];
}

/** What moved a model that things were left out for, one at a time: what it loses without each. */
export function leftOutMovement(things: readonly Told[], { share, after }: Without): Movement {
  const moved = things.map((told, k) => ({ ...told, by: share - (after[k] as number) }));
  const against = moved.reduce((sum, { by }) => sum + by, 0);
  // Things that are odd only together are each missed in full: together they cannot have moved more than the row moved
  return { moved, whole: against / share > 1 ? against : share };
}

/** What moved a model whose features were set to their medians one after the other: what each replacement took away. */
export function occlusionMovement(
  vector: ArrayLike<number>,
  places: readonly number[],
  features: readonly FeatureStats[],
  { share, after }: Without,
): Movement {
  const tell = featureTeller(features, vector);
  const moved = places.map((place, k) => {
    const [before, now] = [k === 0 ? share : after[k - 1], after[k]] as [number, number];
    return { ...tell(place), by: before - now };
  });
  return { moved, whole: share };
}
