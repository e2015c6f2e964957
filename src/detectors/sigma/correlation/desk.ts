import type { Fields } from '../rule.ts';
import type { Correlation } from './correlation.ts';
import { CorrelationPlan } from './plan.ts';
import { emptyRootState, type RootState } from './state.ts';
import { type Firing, pass, take } from './step.ts';
import type { Tree } from './tree.ts';

/** An event that base rules matched. */
export interface Matched {
  readonly time: number;
  readonly id: string;
  readonly rules: readonly { readonly id: string }[];
  readonly fields: Fields;
}

/** Correlations with all their states in memory, to try rules out; each by itself, but for those that are to be silent. */
export class Desk {
  readonly plan: CorrelationPlan;
  /** By root and group. */
  readonly states = new Map<string, { readonly tree: Tree; state: RootState }>();
  evicted = 0;

  constructor(correlations: readonly Correlation[], silent: ReadonlySet<string> = new Set()) {
    this.plan = new CorrelationPlan(correlations, silent);
  }

  take({ time, id, rules, fields }: Matched): readonly Firing[] {
    return this.plan.stepsOf(rules, fields).flatMap((step) => {
      const { tree, state } = this.#at(step.root, step.group);
      const taken = take(tree, state, { time, id, rules: step.rules, fields: step.fields });
      this.evicted += taken.evicted;
      return taken.firings;
    });
  }

  pass(watermark: number): readonly Firing[] {
    return [...this.states.values()].flatMap(({ tree, state }) => pass(tree, state, watermark));
  }

  #at(root: string, group: readonly string[]): { readonly tree: Tree; readonly state: RootState } {
    const key = JSON.stringify([root, group]);
    const known = this.states.get(key) ?? { tree: this.plan.trees.get(root) as Tree, state: emptyRootState() };
    this.states.set(key, known);
    return known;
  }
}
