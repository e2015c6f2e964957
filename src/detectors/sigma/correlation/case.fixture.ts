import { type Loaded, loadRules } from '../load.ts';
import type { Correlation } from './correlation.ts';
import type { Seen } from './oracle.fixture.ts';
import { CorrelationPlan } from './plan.ts';
import { emptyRootState, type RootState } from './state.ts';
import { type Firing, pass, take } from './step.ts';

export const MINUTE = 60_000;

/** A rule that a correlation can name. */
export const baseRule = (name: string): string =>
  `title: ${name}\nid: ${name}\nlogsource: {category: test}\ndetection:\n  s: {kind: ${name}}\n  condition: s\n`;

/** A correlation in one line of YAML: `correlationText('many', 'type: event_count, rules: [a], ...')`. */
export const correlationText = (name: string, flow: string): string =>
  `title: ${name}\nid: ${name}\ncorrelation: {${flow}}\n`;

export const textsTogether = (...documents: readonly string[]): string => documents.join('---\n');

export const loadedText = (text: string): Loaded => loadRules([{ name: 'a.yml', text }]);

/** Correlations of a text over base rules `a`, `b`, `c`. Throws where there are faults. */
export function correlationsOf(...correlations: readonly string[]): readonly Correlation[] {
  const loaded = loadedText(textsTogether(...['a', 'b', 'c'].map(baseRule), ...correlations));
  if (loaded.faults.length > 0) throw new Error(JSON.stringify(loaded.faults));
  return loaded.correlations;
}

/** All correlations stand for themselves, and keep their states in memory. */
export class Desk {
  readonly plan: CorrelationPlan;
  readonly states = new Map<string, RootState>();
  evicted = 0;

  constructor(correlations: readonly Correlation[], silent: ReadonlySet<string> = new Set()) {
    this.plan = new CorrelationPlan(correlations, silent);
  }

  take({ time, id, rules: matched, fields }: Seen): readonly Firing[] {
    return this.plan
      .stepsOf(
        matched.map((rule) => ({ id: rule })),
        fields,
      )
      .flatMap((step) => {
        const key = JSON.stringify([step.root, step.group]);
        const state = this.states.get(key) ?? emptyRootState();
        this.states.set(key, state);
        const { firings, evicted } = take(this.#tree(step.root), state, {
          time,
          id,
          rules: step.rules,
          fields: step.fields,
        });
        this.evicted += evicted;
        return firings;
      });
  }

  pass(watermark: number): readonly Firing[] {
    return [...this.states].flatMap(([key, state]) => pass(this.#tree(JSON.parse(key)[0]), state, watermark));
  }

  #tree(root: string) {
    const tree = this.plan.trees.get(root);
    if (!tree) throw new Error(`there is no tree ${root}`);
    return tree;
  }
}
