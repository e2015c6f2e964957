import { isDeepStrictEqual } from 'node:util';
import type { Correlation } from '../../detectors/sigma/correlation/correlation.ts';
import { CorrelationPlan } from '../../detectors/sigma/correlation/plan.ts';
import { emptyRootState, type RootState } from '../../detectors/sigma/correlation/state.ts';
import { type Firing, pass, take } from '../../detectors/sigma/correlation/step.ts';
import type { Tree } from '../../detectors/sigma/correlation/tree.ts';
import { SigmaEngine } from '../../detectors/sigma/engine.ts';
import type { Loaded } from '../../detectors/sigma/load.ts';
import { Refusal } from '../../detectors/sigma/refusal.ts';
import type { Rule } from '../../detectors/sigma/rule.ts';
import type { Fires, Sequence, SequenceEvent } from './sequences.ts';

/** One correlation, tried on sequences with no state before them. */
export class SequenceTrial {
  readonly #plan: CorrelationPlan;
  readonly #tree: Tree;
  readonly #engine: SigmaEngine;
  readonly #rules: readonly Rule[];

  constructor(correlation: Correlation, { rules, correlations }: Loaded) {
    const others = correlations.filter(({ id }) => id !== correlation.id).map(({ id }) => id);
    this.#plan = new CorrelationPlan(correlations, new Set(others));
    this.#tree = this.#plan.trees.get(correlation.id) as Tree;
    this.#rules = rules.filter(({ id }) => this.#plan.wanted.has(id));
    this.#engine = new SigmaEngine(this.#rules);
  }

  /** The correlation, and those that it rests on. */
  get correlations(): readonly Correlation[] {
    return this.#tree.nodes.map(({ correlation }) => correlation);
  }

  /** Null: all is as expected. `used` is told each base rule. */
  disappointment(sequence: Sequence, used: (rule: Rule) => void): Refusal | null {
    const states = new Map<string, RootState>();
    const firings = sequence.events.flatMap((event, index) => this.#take(event, `${index}`, states, used));
    for (const state of states.values()) firings.push(...pass(this.#tree, state, Number.MAX_SAFE_INTEGER));
    const news = firings.filter(({ isNews }) => isNews);
    const [got, wanted] = [inWords(news), inWords(sequence.fires)];
    if (isDeepStrictEqual(got, wanted)) return null;
    return new Refusal(
      sequence.at,
      'sequences',
      `sequence ${sequence.number} should fire ${told(wanted)}, and fires ${told(got)}`,
    );
  }

  #take(event: SequenceEvent, id: string, states: Map<string, RootState>, used: (rule: Rule) => void): Firing[] {
    const rule = this.#rules.find((one) => [one.id, one.name, one.title].includes(event.rule));
    if (!rule) throw new Refusal(event.at, 'test', `the correlation rests on no rule ${event.rule.slice(0, 80)}`);
    used(rule);
    const matched = this.#engine.match([{ ...rule.logSource }], event.fields);
    if (!matched.includes(rule)) throw new Refusal(event.at, 'test', `the event does not match ${event.rule}`);
    return this.#plan.stepsOf(matched, event.fields).flatMap((step) => {
      const key = JSON.stringify(step.group);
      const state = states.get(key) ?? emptyRootState();
      states.set(key, state);
      return take(this.#tree, state, { time: event.time, id, rules: step.rules, fields: step.fields }).firings;
    });
  }
}

const MOST_TOLD = 5;

const inWords = (fires: readonly Fires[]): readonly string[] =>
  fires.map(({ time, group }) => `at ${time / 1_000}s for [${group.join(', ')}]`).sort();

function told(all: readonly string[]): string {
  if (all.length === 0) return 'never';
  const more = all.length > MOST_TOLD ? [`${all.length - MOST_TOLD} more`] : [];
  return [...all.slice(0, MOST_TOLD), ...more].join(', ');
}
