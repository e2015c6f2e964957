import type { Entry } from '../entry.ts';
import { classOf } from './labels.ts';

/**
 * The most records of which no group is more than `share`; the oldest of each stay. What has no group is not capped.
 * The size is the greatest T with sum(min(n, floor(share T))) >= T: repeating from above ends there, as the sum only grows with T.
 */
export function capShares(
  entries: readonly Entry[],
  share: number,
  groupOf: (entry: Entry) => string | null,
): readonly Entry[] {
  if (share >= 1) return entries;
  const sizes = [...Map.groupBy(entries, groupOf)].map(([group, same]) => ({ isFree: group === null, n: same.length }));
  const fitting = (total: number) =>
    sizes.reduce((sum, { isFree, n }) => sum + (isFree ? n : Math.min(n, Math.floor(share * total))), 0);
  let total = entries.length;
  for (let next = fitting(total); next !== total; next = fitting(total)) total = next;
  return firstOfEach(entries, groupOf, Math.floor(share * total));
}

/** The most records of which alerts judged right, and those judged wrong, are each at least `least`. */
export function balance(entries: readonly Entry[], least: number): readonly Entry[] {
  const count = (side: string) => entries.filter(({ label }) => classOf(label) === side).length;
  const fewer = Math.min(count('right'), count('wrong'));
  const most = least === 0 ? entries.length : Math.floor((fewer * (1 - least)) / least);
  return firstOfEach(entries, ({ label }) => classOf(label), most);
}

/** `entries` are in order. */
function firstOfEach(
  entries: readonly Entry[],
  groupOf: (entry: Entry) => string | null,
  most: number,
): readonly Entry[] {
  const taken = new Map<string, number>();
  return entries.filter((entry) => {
    const group = groupOf(entry);
    if (group === null) return true;
    const count = (taken.get(group) ?? 0) + 1;
    taken.set(group, count);
    return count <= most;
  });
}
