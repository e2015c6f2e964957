import type { FieldsDraft } from './fields-draft.ts';

/** Stands for a map of which only the members are known: rules can ask whether the field is there, and no text is in it. */
const MAP: Readonly<Record<string, never>> = Object.freeze({});

/**
 * Adds the maps in which nested fields stand: behind the contract `a.b` tells that there was an `a`, and a rule that
 * asks for `a: null` must not match.
 */
export function addMaps(draft: FieldsDraft): void {
  let inner = '';
  for (const name in draft.told) {
    // members of a map stand side by side
    if (inner !== '' && name.startsWith(inner) && name.indexOf('.', inner.length) < 0) continue;
    inner = name.slice(0, name.lastIndexOf('.') + 1);
    for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      const outer = name.slice(0, dot);
      if (draft.has(outer)) break;
      draft.add(outer, MAP);
    }
  }
}
