import type { Board } from './board.ts';
import { Check } from './check.ts';
import type { Expression, Item } from './rule.ts';
import type { Slot } from './slot.ts';

/** A condition made ready. All nodes have one shape, so that reading them stays fast. */
export interface Node {
  readonly op: 'and' | 'or' | 'not' | 'check';
  readonly of: readonly Node[];
  /** Number of the check; -1 for the others. */
  readonly check: number;
}

/** The conditions of many rules: what several of them ask is one check, answered once for an event. */
export class Program {
  readonly #board: Board;
  readonly #checks: Check[] = [];
  /** Place of each check's field; -1: any value. */
  readonly #places: number[] = [];
  readonly #known = new Map<string, Node>();
  #answeredAt = new Float64Array(0);
  #answers = new Uint8Array(0);

  constructor(board: Board) {
    this.#board = board;
  }

  /** Takes a condition in. */
  add(expression: Expression): Node {
    if (expression.kind === 'item') return this.#checkOf(expression);
    if (expression.kind === 'not') return { op: 'not', of: [this.add(expression.of)], check: -1 };
    const { kind, of } = expression;
    const parts = [...of].sort((a, b) => price(a) - price(b)).map((part) => this.add(part));
    return { op: kind, of: parts, check: -1 };
  }

  /** To be called once all conditions are in. */
  seal(): void {
    this.#answeredAt = new Float64Array(this.#checks.length);
    this.#answers = new Uint8Array(this.#checks.length);
  }

  holds(node: Node): boolean {
    if (node.op === 'check') return this.#answer(node.check);
    const of = node.of;
    if (node.op === 'not') return !this.holds(of[0] as Node);
    const isOr = node.op === 'or';
    for (let index = 0; index < of.length; index++) if (this.holds(of[index] as Node) === isOr) return isOr;
    return !isOr;
  }

  #answer(check: number): boolean {
    const { epoch } = this.#board;
    if (this.#answeredAt[check] === epoch) return this.#answers[check] === 1;
    const holds = this.#ask(check);
    this.#answeredAt[check] = epoch;
    this.#answers[check] = holds ? 1 : 0;
    return holds;
  }

  #ask(number: number): boolean {
    const check = this.#checks[number] as Check;
    const place = this.#places[number] as number;
    if (place < 0) return check.holdsForAny(this.#board.everything());
    const slot = this.#board.slots[place] as Slot;
    return slot.epoch === this.#board.epoch ? check.holds(slot) : check.whenAbsent;
  }

  #checkOf(item: Item): Node {
    const key = JSON.stringify(item);
    const known = this.#known.get(key);
    if (known) return known;
    const node: Node = { op: 'check', of: [], check: this.#checks.length };
    this.#checks.push(new Check(item, this.#board));
    this.#places.push(item.field === null ? -1 : this.#board.placeOf(item.field));
    this.#known.set(key, node);
    return node;
  }
}

/** What is quick to answer comes first. */
function price(expression: Expression): number {
  if (expression.kind === 'not') return price(expression.of);
  if (expression.kind !== 'item') return expression.of.reduce((sum, part) => sum + price(part), 1);
  const each = expression.values.reduce((sum, { kind }) => sum + (kind === 'regex' ? 20 : 1), 0);
  return expression.field === null ? 1_000 + each : each;
}
