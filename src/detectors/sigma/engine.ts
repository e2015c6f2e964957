import { ClassEngine } from './class-engine.ts';
import { covers, type Fields, type LogSources, type Rule } from './rule.ts';

/** Lists of log sources that are remembered: real ones are some hundreds, and a hostile source can invent more. */
const MOST_LISTS = 4_096;
/** Engines made ready. */
const MOST_ENGINES = 512;

/** Matches events against all rules. An event is only ever shown the rules of its log sources. */
export class SigmaEngine {
  readonly #rules: readonly Rule[];
  readonly #byList = new Map<string, ClassEngine>();
  readonly #byRules = new Map<string, ClassEngine>();

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  /** The rules that match an event with these log sources, in the order in which they were loaded. */
  match(sources: LogSources, fields: Fields): readonly Rule[] {
    return this.#engineFor(sources).match(fields);
  }

  #engineFor(sources: LogSources): ClassEngine {
    let list = '';
    for (const { category, product, service } of sources)
      list += `${name(category)}\n${name(product)}\n${name(service)}\n`;
    const known = this.#byList.get(list);
    if (known) return known;
    const engine = this.#engineOf(sources);
    if (this.#byList.size >= MOST_LISTS) this.#byList.clear();
    this.#byList.set(list, engine);
    return engine;
  }

  /** Lists with the same rules share their engine. */
  #engineOf(sources: LogSources): ClassEngine {
    const rules = this.#rules.filter(({ logSource }) => sources.some((source) => covers(logSource, source)));
    const key = rules.map(({ id }) => id).join('\n');
    const engine = this.#byRules.get(key) ?? new ClassEngine(rules);
    if (this.#byRules.size >= MOST_ENGINES) this.#byRules.clear();
    this.#byRules.set(key, engine);
    return engine;
  }
}

/** What is no text is no name; lists that differ only in what a name is not are one. */
const name = (value: unknown): string => (typeof value === 'string' ? value : '');
