import type { CorrelationStep } from '../../../domain/contracts.gen.ts';
import type { Fields } from '../rule.ts';
import type { Correlation } from './correlation.ts';
import { fieldText } from './field-text.ts';
import { type Tree, treeOf } from './tree.ts';

interface Use {
  readonly tree: Tree;
  /** Fields of the root's group-by in the events of the rule. */
  readonly group: readonly string[];
}

/** Which correlations stand by themselves, and what an event adds to them. A correlation that is silent only stands in the trees of others. */
export class CorrelationPlan {
  /** By the root's id. */
  readonly trees: ReadonlyMap<string, Tree>;
  /** Base rules that some tree rests on. */
  readonly wanted: ReadonlySet<string>;
  readonly #uses: ReadonlyMap<string, readonly Use[]>;

  constructor(correlations: readonly Correlation[], silent: ReadonlySet<string>) {
    const byId = new Map(correlations.map((one) => [one.id, one]));
    const roots = correlations.filter(({ id }) => !silent.has(id));
    this.trees = new Map(roots.map((root) => [root.id, treeOf(root, byId)]));
    this.#uses = usesOf([...this.trees.values()]);
    this.wanted = new Set(this.#uses.keys());
  }

  /** The steps of an event, one for each root and group of it. An event without a value of a group-by field is in no group. */
  stepsOf(matched: readonly { readonly id: string }[], fields: Fields): readonly CorrelationStep[] {
    const steps = new Map<string, Draft>();
    for (const { id } of matched) for (const use of this.#uses.get(id) ?? []) add(steps, id, use, fields);
    return [...steps.values()];
  }
}

interface Draft extends CorrelationStep {
  readonly rules: string[];
  readonly fields: Record<string, string>;
}

function add(steps: Map<string, Draft>, rule: string, { tree, group: names }: Use, fields: Fields): void {
  const group: string[] = [];
  for (const name of names) {
    const text = fieldText(fields, name);
    if (text === null) return;
    group.push(text);
  }
  const { root, version } = tree;
  const key = JSON.stringify([root.id, group]);
  const step: Draft = steps.get(key) ?? { root: root.id, version, group, rules: [], fields: Object.create(null) };
  steps.set(key, step);
  if (!step.rules.includes(rule)) step.rules.push(rule);
  for (const name of tree.fields.get(rule) ?? []) {
    const text = fieldText(fields, name);
    if (text !== null) step.fields[name] = text;
  }
}

function usesOf(trees: readonly Tree[]): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  for (const tree of trees)
    for (const [rule, group] of tree.origins) {
      const known = uses.get(rule) ?? [];
      known.push({ tree, group });
      uses.set(rule, known);
    }
  return uses;
}
