import { Board, NOTHING_ADDED } from './board.ts';
import { FieldReader } from './field-reader.ts';
import { indexOf } from './index.ts';
import type { Room } from './known-slots.ts';
import { type Node, Program } from './program.ts';
import type { Expression, Fields, Rule } from './rule.ts';
import type { Slot } from './slot.ts';

const NONE: readonly Rule[] = Object.freeze([]);

/** All rules of one class of log sources: finds the few that may match an event, and asks only these. */
export class ClassEngine {
  readonly #rules: readonly Rule[];
  readonly #nodes: readonly Node[];
  /** Rules that nothing can rule out beforehand. */
  readonly #always: readonly number[];
  readonly #board: Board;
  readonly #program: Program;
  /** By the place of the field. */
  readonly #readers: readonly FieldReader[];
  /** Some rule looks into the fields that none names. */
  readonly #looksAnywhere: boolean;
  #event = 0;
  /** Event in which each rule was last found. */
  readonly #foundIn: Float64Array;
  readonly #found: Int32Array;
  #count = 0;

  constructor(rules: readonly Rule[], room: Room) {
    this.#rules = rules;
    const { always, fields, others } = indexOf(rules);
    const names = [...new Set(rules.flatMap(({ condition }) => fieldsIn(condition)))];
    this.#always = always;
    this.#looksAnywhere = others !== null;
    this.#board = new Board(names);
    this.#program = new Program(this.#board);
    this.#nodes = rules.map(({ condition }) => this.#program.add(condition));
    const indexes = [...names.map((name) => fields.get(name) ?? others), others];
    this.#readers = indexes.map((index) => new FieldReader(index, room));
    this.#foundIn = new Float64Array(rules.length);
    this.#found = new Int32Array(rules.length);
  }

  /** The rules that match, in the order in which they were loaded. */
  match(fields: Fields, added = NOTHING_ADDED): readonly Rule[] {
    const board = this.#board;
    board.open(fields, added);
    this.#event += 1;
    this.#count = 0;
    this.#add(this.#always);
    this.#read(fields);
    // what counts in the place of another is read after it
    this.#read(added);
    board.readPaths(this.#put);
    const matched = this.#count === 0 ? NONE : this.#ask();
    board.close();
    return matched;
  }

  #read(fields: Fields): void {
    const board = this.#board;
    for (const name in fields) {
      const place = board.placeOf(name);
      if (place !== board.rest) this.#put(place, fields[name]);
      else if (this.#looksAnywhere) this.#add(this.#slotOf(place, fields[name]).found);
    }
  }

  readonly #put = (place: number, raw: unknown): void => {
    const slot = this.#slotOf(place, raw);
    this.#board.put(place, slot);
    this.#add(slot.found);
  };

  #slotOf(place: number, raw: unknown): Slot {
    return (this.#readers[place] as FieldReader).slotOf(raw);
  }

  #add(rules: readonly number[]): void {
    for (let index = 0; index < rules.length; index++) {
      const rule = rules[index] as number;
      if (this.#foundIn[rule] === this.#event) continue;
      this.#foundIn[rule] = this.#event;
      this.#found[this.#count++] = rule;
    }
  }

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
