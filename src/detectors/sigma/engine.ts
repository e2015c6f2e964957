import { NOTHING_ADDED } from './board.ts';
import { ClassEngine } from './class-engine.ts';
import { Room } from './known-slots.ts';
import { covers, type Fields, type LogSources, type Rule } from './rule.ts';

/** Names in lists of log sources that are remembered: real ones are some hundreds, and a hostile source can invent more. */
const MOST_NAMES = 16_384;
/** Engines made ready. */
const MOST_ENGINES = 512;

/** Matches events against all rules. An event is only ever shown the rules of its log sources. */
export class SigmaEngine {
  readonly #rules: readonly Rule[];
  readonly #room: Room;
  readonly #byRules = new Map<string, ClassEngine>();
  #byList = new ListNode();
  #names = 0;

  /** Engines that live side by side share a room, so that all of them keep no more of values than one. */
  constructor(rules: readonly Rule[], room = new Room()) {
    this.#rules = rules;
    this.#room = room;
  }

  /**
   * The rules that match an event with these log sources, in the order in which they were loaded. `added`: fields beside
   * the others, or in their place.
   */
  match(sources: LogSources, fields: Fields, added = NOTHING_ADDED): readonly Rule[] {
    return this.#engineFor(sources).match(fields, added);
  }

  #engineFor(sources: LogSources): ClassEngine {
    let node = this.#byList;
    for (let index = 0; index < sources.length; index++) {
      const { category, product, service } = sources[index] as LogSources[number];
      node = this.#next(this.#next(this.#next(node, category), product), service);
    }
    node.engine ??= this.#engineOf(sources);
    return node.engine;
  }

  /** What is no text is no name; lists that differ only in what a name is not are one. */
  #next(node: ListNode, value: unknown): ListNode {
    const name = typeof value === 'string' ? value : '';
    const known = node.next.get(name);
    if (known) return known;
    const next = new ListNode();
    this.#names += 1;
    node.next.set(name, next);
    return next;
  }

  /** Lists with the same rules share their engine. */
  #engineOf(sources: LogSources): ClassEngine {
    if (this.#names > MOST_NAMES || this.#byRules.size >= MOST_ENGINES) this.#forget();
    const rules = this.#rules.filter(({ logSource }) => sources.some((source) => covers(logSource, source)));
    const key = rules.map(({ id }) => id).join('\n');
    const engine = this.#byRules.get(key) ?? new ClassEngine(rules, this.#room);
    this.#byRules.set(key, engine);
    return engine;
  }

  #forget(): void {
    this.#byList = new ListNode();
    this.#names = 0;
    this.#byRules.clear();
    this.#room.clear();
  }
}

/** A place in the tree of lists, by name after name. */
class ListNode {
  readonly next = new Map<string, ListNode>();
  engine: ClassEngine | null = null;
}
