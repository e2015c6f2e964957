import { hashText } from '../detectors/hash.ts';
import type { EntityGroup } from '../domain/contracts.gen.ts';

/** A row that was scored: whose it is, and whether it was forwarded. */
export interface GroupedRow {
  readonly entity: string;
  readonly isForwarded: boolean;
}

const GROUPS = 16;

/** The rows by a hash of their entity: all of one entity are in one group. */
export function entityGroups(rows: readonly GroupedRow[]): readonly EntityGroup[] {
  const groups = Array.from({ length: GROUPS }, () => ({ rows: 0, forwarded: 0 }));
  for (const { entity, isForwarded } of rows) {
    const group = groups[hashText(entity) % GROUPS] as { rows: number; forwarded: number };
    group.rows += 1;
    if (isForwarded) group.forwarded += 1;
  }
  return groups;
}

/** Sums group by group. */
export const addGroups = (one: readonly EntityGroup[], other: readonly EntityGroup[]): readonly EntityGroup[] =>
  Array.from({ length: Math.max(one.length, other.length) }, (_, i) => ({
    rows: (one[i]?.rows ?? 0) + (other[i]?.rows ?? 0),
    forwarded: (one[i]?.forwarded ?? 0) + (other[i]?.forwarded ?? 0),
  }));

/**
 * How many times more the groups of the arms lie apart than independent rows would (Pearson's chi-squared by its degrees
 * of freedom, McCullagh and Nelder 1989, section 4.5), at least 1.
 */
export function dispersion(arms: readonly (readonly EntityGroup[])[]): number {
  let [chiSquared, freedom] = [0, 0];
  for (const groups of arms) {
    const rows = groups.reduce((sum, group) => sum + group.rows, 0);
    const share = groups.reduce((sum, { forwarded }) => sum + forwarded, 0) / rows;
    if (!(share > 0 && share < 1)) continue;
    const filled = groups.filter((group) => group.rows > 0);
    for (const { rows: total, forwarded } of filled)
      chiSquared += (forwarded - total * share) ** 2 / (total * share * (1 - share));
    freedom += filled.length - 1;
  }
  return freedom === 0 ? 1 : Math.max(1, chiSquared / freedom);
}
