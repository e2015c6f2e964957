import { Board } from './board.ts';
import { scalarsIn, textOf } from './event-values.ts';
import { type FieldIndex, type Index, indexOf } from './index.ts';
import { type Node, Program } from './program.ts';
import type { Expression, Fields, Rule } from './rule.ts';
import type { Slot } from './slot.ts';

const NONE: readonly Rule[] = Object.freeze([]);

/** All rules of one class of log sources: finds the few that may match an event, and asks only these. */
export class ClassEngine {
  readonly #rules: readonly Rule[];
  readonly #nodes: readonly Node[];
  readonly #index: Index;
  readonly #board: Board;
  readonly #program: Program;
  /** By the place of the field; undefined: no rule is found by it. */
  readonly #fields: readonly (FieldIndex | undefined)[];
  /** Event in which each rule was last found. */
  readonly #foundAt: Float64Array;
  readonly #found: Int32Array;
  #count = 0;

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
    this.#index = indexOf(rules);
    const names = [...new Set(rules.flatMap(({ condition }) => fieldsIn(condition)))];
    this.#board = new Board(names);
    this.#program = new Program(this.#board);
    this.#nodes = rules.map(({ condition }) => this.#program.add(condition));
    this.#program.seal();
    this.#fields = names.map((name) => this.#index.fields.get(name));
    this.#foundAt = new Float64Array(rules.length);
    this.#found = new Int32Array(rules.length);
  }

  /** The rules that match, in the order in which they were loaded. */
  match(fields: Fields): readonly Rule[] {
    this.#board.open(fields);
    this.#count = 0;
    this.#add(this.#index.always);
    for (const name in fields) this.#see(name, fields[name]);
    this.#board.putPaths(this.#look);
    const matched = this.#ask();
    this.#board.close();
    return matched;
  }

  #see(name: string, raw: unknown): void {
    const place = this.#board.placeOf(name);
    if (place >= 0) this.#board.put(place, raw);
    if (place >= 0 && this.#fields[place]) this.#look(place);
    else if (this.#index.others) this.#scan(this.#index.others, textOf(raw), raw);
  }

  readonly #look = (place: number): void => {
    const index = this.#fields[place];
    if (!index) return;
    const slot = this.#board.slots[place] as Slot;
    this.#add(index.present);
    if (index.hasTexts) this.#scan(index, slot.text, slot.raw);
  };

  #scan(index: FieldIndex, text: string | null, raw: unknown): void {
    if (text !== null) index.scan(text, this.#add);
    else if (raw !== null) for (const scalar of scalarsIn(raw)) index.scan(String(scalar), this.#add);
  }

  readonly #add = (rules: readonly number[]): void => {
    const { epoch } = this.#board;
    for (let index = 0; index < rules.length; index++) {
      const rule = rules[index] as number;
      if (this.#foundAt[rule] === epoch) continue;
      this.#foundAt[rule] = epoch;
      this.#found[this.#count++] = rule;
    }
  };

  #ask(): readonly Rule[] {
    let matched: number[] | null = null;
    for (let index = 0; index < this.#count; index++) {
      const rule = this.#found[index] as number;
      if (!this.#program.holds(this.#nodes[rule] as Node)) continue;
      matched ??= [];
      matched.push(rule);
    }
    return matched === null ? NONE : matched.sort((a, b) => a - b).map((rule) => this.#rules[rule] as Rule);
  }
}

/** Names of the fields that a condition asks for, those to compare with too. */
export function fieldsIn(expression: Expression): readonly string[] {
  if (expression.kind === 'not') return fieldsIn(expression.of);
  if (expression.kind !== 'item') return expression.of.flatMap(fieldsIn);
  const others = expression.values.flatMap((value) => (value.kind === 'field' ? [value.name] : []));
  return expression.field === null ? others : [expression.field, ...others];
}
