/** Parts of a test file, as they stand in its YAML. What is not as it should be is a refusal. */
import { Refusal } from '../../detectors/sigma/refusal.ts';
import type { Fields } from '../../detectors/sigma/rule.ts';
import type { Entry, Mapping, Tree } from '../../detectors/sigma/tree.ts';

/** As JSON would give it. */
export function asJson(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  return tree.kind === 'list' ? tree.items.map(asJson) : fieldsOf(tree);
}

export const fieldsOf = ({ entries }: Mapping): Fields =>
  Object.fromEntries(entries.map(({ key, value }) => [key, asJson(value)]));

/** A map; with `keys`, of these alone. */
export function mapOf(tree: Tree, keys?: readonly string[]): Mapping {
  if (tree.kind !== 'map') throw new Refusal(tree.at, 'test', `a map is needed${keys ? ` of ${keys.join(', ')}` : ''}`);
  const odd = keys && tree.entries.find(({ key }) => !keys.includes(key));
  if (odd) throw new Refusal(odd.at, 'test', `there is no key ${odd.key.slice(0, 80)}: take ${keys.join(', ')}`);
  return tree;
}

/** Empty where it is not there. */
export function listOf(entry: Entry | undefined): readonly Tree[] {
  if (!entry) return [];
  if (entry.value.kind === 'list') return entry.value.items;
  throw new Refusal(entry.at, 'test', `${entry.key} takes a list`);
}

/** Empty where it is not there. */
export function nameOf(entry: Entry | undefined): string {
  if (!entry) return '';
  if (entry.value.kind === 'scalar' && entry.value.text !== '') return entry.value.text;
  throw new Refusal(entry.at, 'test', `${entry.key} takes a text`);
}
