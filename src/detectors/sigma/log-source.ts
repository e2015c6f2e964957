import { Refusal } from './refusal.ts';
import type { LogSource } from './rule.ts';
import { entryOf, type Mapping } from './tree.ts';

/** Reads the log source of a rule or a filter; it names at least one of the three. */
export function logSourceOf(document: Mapping): LogSource {
  const entry = entryOf(document, 'logsource');
  if (!entry) throw new Refusal(document.at, 'logsource', 'there is none');
  if (entry.value.kind !== 'map') throw new Refusal(entry.at, 'logsource', 'it is no map');
  const map = entry.value;
  const [category, product, service] = ['category', 'product', 'service'].map((key) => nameOf(map, key));
  if (!category && !product && !service)
    throw new Refusal(entry.at, 'logsource', 'one of category, product and service is needed');
  return { category, product, service };
}

function nameOf(map: Mapping, key: string): string | undefined {
  const entry = entryOf(map, key);
  if (!entry) return undefined;
  const { value } = entry;
  if (value.kind === 'scalar' && value.value === null) return undefined;
  if (value.kind === 'scalar' && value.text !== '') return value.text.toLowerCase();
  throw new Refusal(entry.at, 'logsource', `${key} is no name`);
}
