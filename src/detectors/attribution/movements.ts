import type { FeatureStats } from '../explanation.ts';
import { featureTold } from './feature-told.ts';
import type { Movement } from './moved.ts';
import { treeShap } from './tree-shap.ts';
import type { Trees } from './trees.ts';

/** What moved boosted trees: their features by exact SHAP values, in log-odds. Columns past the features are not named. */
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

/** A model's share of the confidence for a row, and what it were for the row with things taken away. */
export interface Without {
  readonly share: number;
  readonly after: readonly number[];
}

/** What moved a model whose features were set to their medians one after the other: what each replacement took away. */
export function occlusionMovement(
  vector: ArrayLike<number>,
  places: readonly number[],
  features: readonly FeatureStats[],
  { share, after }: Without,
): Movement {
  const moved = places.map((place, k) => {
    const [before, now] = [k === 0 ? share : after[k - 1], after[k]] as [number, number];
    return { ...featureTold(features[place] as FeatureStats, vector[place] as number), by: before - now };
  });
  return { moved, whole: share };
}
