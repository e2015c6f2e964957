/** How one feature lies over the training rows. */
export interface FeatureStats {
  readonly name: string;
  readonly median: number;
  readonly iqr: number;
  readonly p5: number;
  readonly p95: number;
  /** False: the model does not look at it, so it explains nothing. */
  readonly used: boolean;
}

// A feature that hardly varies in training would divide by nothing; its spread is taken as this instead
const LEAST_SPREAD = 1e-3;

/** How far a value lies from the training median, in spreads of the middle half. */
export function robustZ(value: number, stats: FeatureStats): number {
  const spread = Math.max(stats.iqr, stats.p95 - stats.p5, LEAST_SPREAD);
  return (value - stats.median) / spread;
}

/** Places of the features that lie farthest from their medians, farthest first, at most `most`; equal ones by place. */
export function farthestFeatures(
  vector: ArrayLike<number>,
  features: readonly FeatureStats[],
  most: number,
): readonly number[] {
  return features
    .map((stats, place) => ({ place, distance: stats.used ? Math.abs(robustZ(vector[place] ?? 0, stats)) : 0 }))
    .filter((feature) => feature.distance > 0)
    .sort((a, b) => b.distance - a.distance || a.place - b.place)
    .slice(0, most)
    .map((feature) => feature.place);
}

/** One row per place: row k is the vector with the first k + 1 places set to their training medians. */
export function occlude(
  vector: Float32Array,
  places: readonly number[],
  features: readonly FeatureStats[],
): Float32Array<ArrayBuffer> {
  const width = vector.length;
  const rows = new Float32Array(width * places.length);
  const current = vector.slice();
  for (const [k, place] of places.entries()) {
    current[place] = features[place]?.median ?? 0;
    rows.set(current, k * width);
  }
  return rows;
}

/** A number as a person reads it: four digits that count. */
export const short = (value: number): string => String(Number(value.toPrecision(4)));
