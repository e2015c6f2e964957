import type { Correlation } from './correlation.ts';
import { fieldOf } from './correlation.ts';
import { type Origins, originsOf } from './origins.ts';

/** How an event of a base rule comes into a correlation. */
export interface Input {
  /** Of the rule in the correlation's list. */
  readonly place: number;
  readonly group: readonly string[];
  readonly values: readonly string[];
}

/** How a firing goes up: its group holds the group and the values of the outer correlation. */
export interface Output {
  /** Place of the outer node. */
  readonly to: number;
  /** Of the inner correlation in the outer's list. */
  readonly place: number;
  readonly group: readonly number[];
  readonly values: readonly number[];
}

/** One correlation of a tree. */
export interface Node {
  readonly place: number;
  readonly correlation: Correlation;
  /** By base rule. */
  readonly inputs: ReadonlyMap<string, Input>;
  readonly outputs: readonly Output[];
}

/** A root and all that it rests on. */
export interface Tree {
  readonly root: Correlation;
  /** Another text of any part makes another version, and with it new state. */
  readonly version: string;
  /** Inner ones stand before those that rest on them; the root is the last. */
  readonly nodes: readonly Node[];
  /** Base rule → the fields of its events that hold the root's group. */
  readonly origins: ReadonlyMap<string, readonly string[]>;
  /** Base rule → the fields of its events that the tree uses. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** Builds the tree of a root whose parts the loader found to be right. */
export function treeOf(root: Correlation, byId: ReadonlyMap<string, Correlation>): Tree {
  const inTurn: Correlation[] = [];
  const origins = new Map<string, Origins>();
  gather(root, byId, inTurn, origins);
  const nodes = inTurn.map((correlation, place) => nodeOf(correlation, place, inTurn, byId));
  const fields = new Map<string, Set<string>>();
  for (const { inputs } of nodes)
    for (const [rule, { group, values }] of inputs)
      fields.set(rule, new Set([...(fields.get(rule) ?? []), ...group, ...values]));
  const own = origins.get(root.id) as ReadonlyMap<string, readonly string[]>;
  return {
    root,
    version: root.version,
    nodes,
    origins: own,
    fields: new Map([...fields].map(([rule, of]) => [rule, [...of]])),
  };
}

function gather(
  correlation: Correlation,
  byId: ReadonlyMap<string, Correlation>,
  inTurn: Correlation[],
  origins: Map<string, Origins>,
): void {
  if (origins.has(correlation.id)) return;
  const parts = correlation.rules.map((id) => {
    const inner = byId.get(id);
    if (inner) gather(inner, byId, inTurn, origins);
    return { id, of: inner ? { groupBy: inner.groupBy, origins: origins.get(id) ?? new Map() } : null };
  });
  origins.set(correlation.id, originsOf(correlation, parts));
  inTurn.push(correlation);
}

function nodeOf(
  correlation: Correlation,
  place: number,
  all: readonly Correlation[],
  byId: ReadonlyMap<string, Correlation>,
): Node {
  const inputs = new Map<string, Input>();
  for (const [at, rule] of correlation.rules.entries())
    if (!byId.has(rule)) inputs.set(rule, { place: at, ...fieldsOf(correlation, rule) });
  const outputs = all.flatMap((outer, to) => outputOf(correlation, outer, to));
  return { place, correlation, inputs, outputs };
}

function outputOf(inner: Correlation, outer: Correlation, to: number): readonly Output[] {
  const place = outer.rules.indexOf(inner.id);
  if (place < 0) return [];
  const { group, values } = fieldsOf(outer, inner.id);
  const places = (names: readonly string[]) => names.map((name) => inner.groupBy.indexOf(name));
  return [{ to, place, group: places(group), values: places(values) }];
}

function fieldsOf(correlation: Correlation, rule: string): Pick<Input, 'group' | 'values'> {
  const fields = (names: readonly string[]) => names.map((name) => fieldOf(correlation, name, rule));
  return { group: fields(correlation.groupBy), values: fields(correlation.condition?.fields ?? []) };
}
