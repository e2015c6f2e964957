import { combined, conditionOf, type Searches } from './condition.ts';
import { itemOf, keywordsOf } from './item.ts';
import type { Placeholders } from './modifiers.ts';
import { Refusal } from './refusal.ts';
import type { Expression } from './rule.ts';
import { type Entry, entryOf, type Mapping, type Scalar, type Tree } from './tree.ts';

/** Reads a detection, or the part of a filter that is one: search identifiers and the condition over them. */
export function detectionOf(
  map: Mapping,
  placeholders: Placeholders,
  refuse: (error: unknown) => void,
): Expression | null {
  const reader = { placeholders, refuse };
  const searches = new Map<string, Expression>();
  let isWhole = true;
  for (const { key, value } of map.entries.filter((one) => one.key !== 'condition')) {
    const search = attempt(refuse, () => searchOf(value, reader));
    // a place for it, so that the condition is not refused for the want of it too
    searches.set(key, search ?? { kind: 'and', of: [] });
    isWhole &&= search !== null;
  }
  const condition = attempt(refuse, () => conditions(map, searches));
  return isWhole ? condition : null;
}

interface Context {
  readonly placeholders: Placeholders;
  readonly refuse: (error: unknown) => void;
}

function attempt<T>(refuse: (error: unknown) => void, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    refuse(error);
    return null;
  }
}

/** A list of conditions is true where one is. */
function conditions(map: Mapping, searches: Searches): Expression {
  const entry = entryOf(map, 'condition');
  if (!entry) throw new Refusal(map.at, 'condition', 'there is none');
  const timeframe = entryOf(map, 'timeframe');
  if (timeframe) throw new Refusal(timeframe.at, 'timeframe', 'no part of Sigma 2: write a correlation');
  return combined(
    'or',
    textsOf(entry).map(({ text, at }) => conditionOf(text, searches, at)),
  );
}

function textsOf({ at, value }: Entry): readonly Scalar[] {
  const items = value.kind === 'list' ? value.items : [value];
  if (items.length === 0) throw new Refusal(at, 'condition', 'an empty list');
  return items.map((item) => {
    if (item.kind === 'scalar' && typeof item.value === 'string') return item;
    throw new Refusal(item.at, 'condition', 'it is no text');
  });
}

/** A map is true where all of it is, a list where one of it is; what is no map in it is a keyword. */
function searchOf(tree: Tree, context: Context): Expression {
  if (tree.kind === 'scalar') return keywordsOf([keywordOf(tree)], tree.at);
  if (tree.kind === 'map') return mapOf(tree, context);
  const maps = tree.items.filter((item) => item.kind === 'map');
  const keywords = tree.items.filter((item) => item.kind === 'scalar').map(keywordOf);
  const inner = tree.items.find((item) => item.kind === 'list');
  if (inner) throw new Refusal(inner.at, 'detection', 'a list in a list');
  if (tree.items.length === 0) throw new Refusal(tree.at, 'detection', 'an empty list');
  const parts = maps.map((map) => mapOf(map, context));
  return combined('or', keywords.length > 0 ? [keywordsOf(keywords, tree.at), ...parts] : parts);
}

function keywordOf(scalar: Scalar): Scalar {
  if (scalar.value !== null && scalar.text !== '') return scalar;
  throw new Refusal(scalar.at, 'keywords', 'an empty keyword');
}

function mapOf(map: Mapping, { placeholders, refuse }: Context): Expression {
  if (map.entries.length === 0) throw new Refusal(map.at, 'detection', 'an empty map');
  const items = map.entries.map((entry) => attempt(refuse, () => itemOf(entry, placeholders)));
  const sound = items.filter((item) => item !== null);
  if (sound.length < items.length) throw new Refusal(map.at, REPORTED, '');
  return combined('and', sound);
}

/** Feature of a refusal whose reasons were told one by one. */
export const REPORTED = 'reported';
