import type { Placeholders } from './modifiers.ts';
import { Refusal } from './refusal.ts';
import { textsOf } from './texts.ts';
import { entryOf, type Mapping, parseTrees } from './tree.ts';

/** The key of a document that is no rule but gives values for `expand`: our own, as the specification leaves open where they come from. */
export const PLACEHOLDERS = 'placeholders';

/** Values by the name of the placeholder. Throws Refusal where it is no map of names to texts. */
export function placeholdersOf(document: Mapping): Placeholders {
  const entry = entryOf(document, PLACEHOLDERS);
  if (entry?.value.kind !== 'map')
    throw new Refusal(entry?.at ?? document.at, PLACEHOLDERS, 'it is no map of names to lists of texts');
  const map = entry.value;
  return new Map(map.entries.map(({ key }) => [key, textsOf(map, key)]));
}

/** The values that all texts give together; of one name those of the last text. Texts with a fault there give none: the loader tells it. */
export function placeholdersIn(texts: Iterable<string>): Placeholders {
  const values = new Map<string, readonly string[]>();
  for (const text of texts) {
    if (!text.includes(`${PLACEHOLDERS}:`)) continue;
    for (const tree of parseTrees(text).trees)
      if (tree.kind === 'map' && entryOf(tree, PLACEHOLDERS))
        for (const [name, some] of soundly(tree)) values.set(name, some);
  }
  return values;
}

function soundly(document: Mapping): Placeholders {
  try {
    return placeholdersOf(document);
  } catch (error) {
    Refusal.of(error);
    return new Map();
  }
}
