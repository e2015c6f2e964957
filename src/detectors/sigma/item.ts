import { draftOf, valuesOf } from './draft.ts';
import { anywhere, applyModifiers, type Placeholders } from './modifiers.ts';
import { networkOf } from './network.ts';
import { Refusal } from './refusal.ts';
import { regexFault } from './regex.ts';
import type { Item, Value } from './rule.ts';
import type { Entry, Scalar, Tree } from './tree.ts';

/** Reads one line of a map: a field with modifiers, and its values. */
export function itemOf({ at, key, value }: Entry, placeholders: Placeholders): Item {
  const [field = '', ...names] = key.split('|');
  const scalars = scalarsOf(value);
  const draft = applyModifiers(draftOf(at, scalars), names, placeholders);
  const values = valuesOf(draft).map((one, index) => sound(one, scalars[index]?.at ?? at));
  const { isAll, isNegated } = draft;
  if (field !== '') return { kind: 'item', field, values, isAll, isNegated };
  return {
    kind: 'item',
    field: null,
    values: values.map((one) => keyword(one, draft.where === 'whole', at)),
    isAll,
    isNegated,
  };
}

/** Reads keywords: each is looked for in every value of the event. */
export function keywordsOf(scalars: readonly Scalar[], at: number): Item {
  const values = valuesOf({ ...draftOf(at, scalars), isText: true }).map((value) => keyword(value, true, at));
  return { kind: 'item', field: null, values, isAll: false, isNegated: false };
}

function scalarsOf(tree: Tree): readonly Scalar[] {
  if (tree.kind === 'scalar') return [tree];
  if (tree.kind === 'map') throw new Refusal(tree.at, 'value', 'a map as the value of a field');
  if (tree.items.length === 0) throw new Refusal(tree.at, 'value', 'an empty list');
  return tree.items.map((item) => {
    if (item.kind === 'scalar') return item;
    throw new Refusal(item.at, 'value', `a ${item.kind} in the list of a field's values`);
  });
}

/** Checks what only its own parser can: a regex, a network. */
function sound(value: Value, at: number): Value {
  if (value.kind === 'regex') {
    const fault = regexFault(value.source, value.flags);
    if (fault !== null) throw new Refusal(at, 're', fault);
  }
  if (value.kind !== 'network') return value;
  const network = networkOf(value.text);
  if (network) return { ...value, ...network };
  throw new Refusal(at, 'cidr', 'not a network in CIDR notation, or with bits set behind its prefix');
}

function keyword(value: Value, isAnywhere: boolean, at: number): Value {
  if (value.kind === 'regex') return value;
  if (value.kind === 'number' || value.kind === 'boolean') {
    const text = value.kind === 'number' ? value.text : String(value.boolean);
    return { kind: 'text', pattern: anywhere([text]), cased: false };
  }
  if (value.kind !== 'text') throw new Refusal(at, 'keywords', `a keyword can be no ${value.kind}`);
  return isAnywhere ? { ...value, pattern: anywhere(value.pattern) } : value;
}
