import { Refusal } from './refusal.ts';
import { entryOf, type Mapping } from './tree.ts';

/** Empty where the key is not there. */
export function textOf(document: Mapping, key: string): string {
  const value = entryOf(document, key)?.value;
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) return '';
  if (value.kind === 'scalar') return value.text;
  throw new Refusal(value.at, key, 'it is no text');
}

/** One text is a list of one. */
export function textsOf(document: Mapping, key: string): readonly string[] {
  const value = entryOf(document, key)?.value;
  if (value?.kind !== 'list') return [textOf(document, key)].filter((text) => text !== '');
  return value.items.map((item) => {
    if (item.kind === 'scalar') return item.text;
    throw new Refusal(item.at, key, 'it is no list of texts');
  });
}

/** What a document is called: by its id, else its name, else its title; empty where it has none. */
export function calledIn(document: Mapping): string {
  for (const key of ['id', 'name', 'title']) {
    const value = entryOf(document, key)?.value;
    if (value?.kind === 'scalar' && value.text !== '') return value.text;
  }
  return '';
}
