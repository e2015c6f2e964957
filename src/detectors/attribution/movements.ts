import type { FeatureStats } from '../explanation.ts';
import { featureTold } from './feature-told.ts';
import type { Movement } from './moved.ts';
import { treeShap } from './tree-shap.ts';
import type { Trees } from './trees.ts';

/** What moved boosted trees: their features by exact SHAP values. Columns past the features are not named. */
export function treesMovement(trees: Trees, row: ArrayLike<number>, features: readonly FeatureStats[]): Movement {
  const { raw, phi } = treeShap(trees, row);
  return {
    moved: features.flatMap((stats, place) => {
      const by = phi[place] ?? 0;
      return by === 0 ? [] : [{ ...featureTold(stats, row[place] as number), by }];
    }),
    whole: raw - trees.expected,
  };
}

/** A model's log-odds of a row, on an ordinary day, and of the row with things taken away. */
export interface Occluded {
  readonly logOdds: number;
  readonly ordinary: number;
  readonly after: readonly number[];
}

/** What moved a model whose features were set to their medians one after the other: what each replacement took away. */
export function occlusionMovement(
  vector: ArrayLike<number>,
  places: readonly number[],
  features: readonly FeatureStats[],
  { logOdds, ordinary, after }: Occluded,
): Movement {
  const moved = places.map((place, k) => {
    const [before, now] = [k === 0 ? logOdds : after[k - 1], after[k]] as [number, number];
    return { ...featureTold(features[place] as FeatureStats, vector[place] as number), by: before - now };
  });
  return { moved, whole: logOdds - ordinary };
}
