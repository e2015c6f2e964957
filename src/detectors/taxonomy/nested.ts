import type { FieldsDraft } from './fields-draft.ts';

/** Stands for a map of which only the members are known: rules can ask whether the field is there, and no text is in it. */
const MAP: Readonly<Record<string, never>> = Object.freeze({});

/**
 * Adds the maps in which nested fields stand: behind the contract `a.b` tells that there was an `a`, and a rule that
 * asks for `a: null` must not match.
 */
export function addMaps(draft: FieldsDraft): void {
  for (const name of Object.keys(draft.told))
    for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      const outer = name.slice(0, dot);
      if (draft.has(outer)) break;
      draft.add(outer, MAP);
    }
}
