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

/** The conditions of many rules: what several of them ask is one check, answered once for a value. */
export class Program {
  readonly #board: Board;
  readonly #items: Item[] = [];
  /** Made ready when they are first asked: of most rules no event is ever shown. */
  readonly #checks: (Check | undefined)[] = [];
  /** Place of each check's field on the board. */
  readonly #places: number[] = [];
  /** Number of each check among those of its place. */
  readonly #numbers: number[] = [];
  /** Checks of each place. */
  readonly #counts: number[];
  readonly #known = new Map<string, Node>();

  constructor(board: Board) {
    this.#board = board;
    this.#counts = new Array<number>(board.rest + 1).fill(0);
  }

  /** Takes a condition in. */
  add(expression: Expression): Node {
    if (expression.kind === 'item') return this.#checkOf(expression);
    if (expression.kind === 'not') return { op: 'not', of: [this.add(expression.of)], check: -1 };
    const { kind, of } = expression;
    const parts = [...of].sort((a, b) => price(a) - price(b)).map((part) => this.add(part));
    return { op: kind, of: parts, check: -1 };
  }

  holds(node: Node): boolean {
    if (node.op === 'check') return this.#answer(node.check);
    const of = node.of;
    if (node.op === 'not') return !this.holds(of[0] as Node);
    const isOr = node.op === 'or';
    for (let index = 0; index < of.length; index++) if (this.holds(of[index] as Node) === isOr) return isOr;
    return !isOr;
  }

  #answer(number: number): boolean {
    const check = this.#checks[number] ?? this.#ready(number);
    const place = this.#places[number] as number;
    const slot = this.#board.at(place);
    if (slot === null) return check.whenAbsent;
    if (check.looksElsewhere) return check.holds(slot);
    slot.answers ??= new Array<number>(Math.ceil((this.#counts[place] as number) / IN_WORD)).fill(0);
    return answered(check, slot, slot.answers, this.#numbers[number] as number);
  }

  #ready(number: number): Check {
    const check = new Check(this.#items[number] as Item, this.#board);
    this.#checks[number] = check;
    return check;
  }

  #checkOf(item: Item): Node {
    const key = JSON.stringify(item);
    const known = this.#known.get(key);
    if (known) return known;
    const node: Node = { op: 'check', of: [], check: this.#items.length };
    const place = item.field === null ? this.#board.rest : this.#board.placeOf(item.field);
    const count = this.#counts[place] as number;
    this.#items.push(item);
    this.#checks.push(undefined);
    this.#places.push(place);
    this.#numbers.push(count);
    this.#counts[place] = count + 1;
    this.#known.set(key, node);
    return node;
  }
}

/** Answers in a number, of two bits each: a typed array for each value would be slow to make and to let go. */
const IN_WORD = 16;
const NO = 1;
const YES = 2;

function answered(check: Check, slot: Slot, answers: number[], number: number): boolean {
  const word = number >> 4;
  const shift = (number & (IN_WORD - 1)) << 1;
  const known = ((answers[word] as number) >>> shift) & (NO | YES);
  if (known !== 0) return known === YES;
  const holds = check.holds(slot);
  answers[word] = (answers[word] as number) | ((holds ? YES : NO) << shift);
  return holds;
}

/** What is quick to answer comes first. */
function price(expression: Expression): number {
  if (expression.kind === 'not') return price(expression.of);
  if (expression.kind !== 'item') return expression.of.reduce((sum, part) => sum + price(part), 1);
  const each = expression.values.reduce((sum, { kind }) => sum + (kind === 'regex' ? 20 : 1), 0);
  return expression.field === null ? 1_000 + each : each;
}
