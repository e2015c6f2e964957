import type { KeptEntry } from '../../stages/dictionary/ports.ts';

/** An entry and whether it counts: a newer one with the same wrong form takes its place until it is undone. */
export interface Standing extends KeptEntry {
  readonly state: 'in_force' | 'superseded' | 'undone';
}

/** How each of the entries stands, in the order in which they came. */
export function standings(entries: readonly KeptEntry[]): readonly Standing[] {
  const inForce = new Map(entries.filter(({ isUndone }) => !isUndone).map(({ wrong, id }) => [wrong, id]));
  return entries.map((entry) => ({ ...entry, state: stateOf(entry, inForce) }));
}

function stateOf({ isUndone, wrong, id }: KeptEntry, inForce: ReadonlyMap<string, string>): Standing['state'] {
  if (isUndone) return 'undone';
  return inForce.get(wrong) === id ? 'in_force' : 'superseded';
}
