import { isDeepStrictEqual } from 'node:util';
import type { Correlation } from '../../detectors/sigma/correlation/correlation.ts';
import { Desk, type Matched } from '../../detectors/sigma/correlation/desk.ts';
import type { Tree } from '../../detectors/sigma/correlation/tree.ts';
import { SigmaEngine } from '../../detectors/sigma/engine.ts';
import type { Loaded } from '../../detectors/sigma/load.ts';
import { Refusal } from '../../detectors/sigma/refusal.ts';
import type { Rule } from '../../detectors/sigma/rule.ts';
import type { Fires, Sequence, SequenceEvent } from './sequences.ts';

/** One correlation, tried on sequences with no state before them. */
export class SequenceTrial {
  readonly #all: readonly Correlation[];
  readonly #others: ReadonlySet<string>;
  readonly #tree: Tree;
  readonly #engine: SigmaEngine;
  readonly #rules: readonly Rule[];

  constructor({ id }: Correlation, { rules, correlations }: Loaded) {
    this.#all = correlations;
    this.#others = new Set(correlations.map((one) => one.id).filter((one) => one !== id));
    const { plan } = this.#desk();
    this.#tree = plan.trees.get(id) as Tree;
    this.#rules = rules.filter((rule) => plan.wanted.has(rule.id));
    this.#engine = new SigmaEngine(this.#rules);
  }

  /** The correlation, and those that it rests on. */
  get correlations(): readonly Correlation[] {
    return this.#tree.nodes.map(({ correlation }) => correlation);
  }

  /** Null: all is as expected. `used` is told each base rule. */
  disappointment(sequence: Sequence, used: (rule: Rule) => void): Refusal | null {
    const desk = this.#desk();
    const firings = sequence.events.flatMap((event, index) => desk.take(this.#matched(event, `${index}`, used)));
    const news = [...firings, ...desk.pass(Number.MAX_SAFE_INTEGER)].filter(({ isNews }) => isNews);
    const [got, wanted] = [inWords(news), inWords(sequence.fires)];
    if (isDeepStrictEqual(got, wanted)) return null;
    return new Refusal(
      sequence.at,
      'sequences',
      `sequence ${sequence.number} should fire ${told(wanted)}, and fires ${told(got)}`,
    );
  }

  #desk(): Desk {
    return new Desk(this.#all, this.#others);
  }

  #matched(event: SequenceEvent, id: string, used: (rule: Rule) => void): Matched {
    const rule = this.#rules.find((one) => [one.id, one.name, one.title].includes(event.rule));
    if (!rule) throw new Refusal(event.at, 'test', `the correlation rests on no rule ${event.rule.slice(0, 80)}`);
    used(rule);
    const { time, fields } = event;
    const rules = this.#engine.match([{ ...rule.logSource }], fields);
    if (!rules.includes(rule)) throw new Refusal(event.at, 'test', `the event does not match ${event.rule}`);
    return { time, id, rules, fields };
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
