import type { Fields } from '../../detectors/sigma/rule.ts';
import type { Mapping, Tree } from '../../detectors/sigma/tree.ts';

/** A YAML tree as JSON would give it. */
export function asJson(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  return tree.kind === 'list' ? tree.items.map(asJson) : fieldsOf(tree);
}

export const fieldsOf = ({ entries }: Mapping): Fields =>
  Object.fromEntries(entries.map(({ key, value }) => [key, asJson(value)]));
