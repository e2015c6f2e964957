import { Refusal } from './refusal.ts';
import { type Entry, entryOf, type Mapping, type Tree } from './tree.ts';

/**
 * The documents of one file with its actions carried out: `global` goes into all that follow, `reset` ends that,
 * `repeat` is the document before with changes.
 */
export function documentsOf(trees: readonly Tree[], refuse: (error: unknown) => void): readonly Mapping[] {
  const documents: Mapping[] = [];
  let shared: Mapping | null = null;
  for (const tree of trees) {
    if (tree.kind !== 'map') {
      refuse(new Refusal(tree.at, 'yaml', 'a document that is no map'));
      continue;
    }
    const action = actionOf(tree);
    const own: Mapping = { ...tree, entries: tree.entries.filter(({ key }) => key !== 'action') };
    if (action === 'global') shared = shared ? merged(shared, own) : own;
    else if (action === 'reset') shared = null;
    else if (action === '') documents.push(shared ? merged(shared, own) : own);
    else repeat(action, own, documents, refuse);
  }
  return documents;
}

function repeat(action: string, own: Mapping, documents: Mapping[], refuse: (error: unknown) => void): void {
  const before = documents.at(-1);
  if (action !== 'repeat') refuse(new Refusal(own.at, 'action', 'take global, reset or repeat'));
  else if (!before) refuse(new Refusal(own.at, 'action', 'nothing stands before it to repeat'));
  else documents.push(merged(before, own));
}

function actionOf(map: Mapping): string {
  const entry = entryOf(map, 'action');
  if (!entry) return '';
  return entry.value.kind === 'scalar' && entry.value.text !== '' ? entry.value.text : 'unknown';
}

/** Maps are merged with maps; everything else of the second takes the place of the first's. */
function merged(first: Mapping, second: Mapping): Mapping {
  const entries = new Map<string, Entry>(first.entries.map((entry) => [entry.key, entry]));
  for (const entry of second.entries) {
    const before = entries.get(entry.key)?.value;
    const isBoth = before?.kind === 'map' && entry.value.kind === 'map';
    entries.set(entry.key, isBoth ? { ...entry, value: merged(before, entry.value as Mapping) } : entry);
  }
  return { kind: 'map', at: second.at, entries: [...entries.values()] };
}
