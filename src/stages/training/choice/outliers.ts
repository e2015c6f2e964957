import { type Entry, UNSURE } from '../entry.ts';
import { isQuieting } from './labels.ts';

export interface OutlierPolicy {
  readonly quorum: number;
  readonly outlierVerdicts: number;
  readonly outlierDistance: number;
}

/** Verdicts of an analyst who sees far more or far fewer false alarms of a rule than the others do. Nobody is compared with fewer than the quorum, nor with fewer verdicts than one's own least. */
export function outliers(entries: readonly Entry[], policy: OutlierPolicy): ReadonlySet<Entry> {
  const judged = entries.filter(({ rule, label }) => rule !== '' && label !== '' && label !== UNSURE);
  return new Set([...Map.groupBy(judged, ({ rule }) => rule).values()].flatMap((same) => outliersOfRule(same, policy)));
}

function outliersOfRule(entries: readonly Entry[], policy: OutlierPolicy): readonly Entry[] {
  const byAuthor = Map.groupBy(entries, ({ author }) => author);
  if (byAuthor.size <= policy.quorum) return [];
  return [...byAuthor.values()].filter((own) => isOutlier(own, entries, policy)).flat();
}

function isOutlier(own: readonly Entry[], all: readonly Entry[], policy: OutlierPolicy): boolean {
  const others = all.length - own.length;
  if (own.length < policy.outlierVerdicts || others < policy.outlierVerdicts) return false;
  const quiet = own.filter(({ label }) => isQuieting(label)).length;
  const quietOfOthers = all.filter(({ label }) => isQuieting(label)).length - quiet;
  return Math.abs(quiet / own.length - quietOfOthers / others) > policy.outlierDistance;
}
