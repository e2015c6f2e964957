/** Most pairs of a list and one of its choices such that no list and no choice stands in two pairs (Kuhn's algorithm). */
export function pairs(lists: readonly (readonly string[])[]): number {
  const taken = new Map<string, number>();
  const place = (list: number, tried: Set<string>): boolean =>
    (lists[list] ?? []).some((choice) => {
      if (tried.has(choice)) return false;
      tried.add(choice);
      const holder = taken.get(choice);
      if (holder !== undefined && !place(holder, tried)) return false;
      taken.set(choice, list);
      return true;
    });
  return lists.filter((_, list) => place(list, new Set())).length;
}
