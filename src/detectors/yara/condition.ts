import { type Atoms, atomsOf } from './atoms.ts';
import type { RuleSource, StringDefinition } from './source.ts';
import type { Token } from './token.ts';

/**
 * Literals of which one stands in every payload that the rule matches; null where none is sure. Of what is put together
 * with `and` one part is enough. What is not a question for strings, or asks for more than one knows here, is passed
 * over; a `not` proves nothing.
 */
export const atomsOfRule = (rule: RuleSource, others: ReadonlyMap<string, Atoms>): Atoms =>
  new ConditionReader(rule, others).read();

class ConditionReader {
  readonly #tokens: readonly Token[];
  readonly #strings: readonly StringDefinition[];
  readonly #others: ReadonlyMap<string, Atoms>;
  readonly #atoms = new Map<StringDefinition, Atoms>();
  #next = 0;

  constructor({ condition, strings }: RuleSource, others: ReadonlyMap<string, Atoms>) {
    this.#tokens = condition;
    this.#strings = strings;
    this.#others = others;
  }

  read(): Atoms {
    const atoms = this.#anyOf();
    return this.#next < this.#tokens.length ? null : atoms;
  }

  #anyOf(): Atoms {
    let atoms = this.#allOf();
    while (this.#takes('or')) atoms = joined([atoms, this.#allOf()]);
    return atoms;
  }

  #allOf(): Atoms {
    let atoms = this.#operand();
    while (this.#takes('and')) atoms = better([atoms, this.#operand()]);
    return atoms;
  }

  /** What is behind the part that was understood, a comparison or an offset, ends it; only an offset keeps its worth. */
  #operand(): Atoms {
    const atoms = this.#understood();
    if (this.#isAtEnd()) return atoms;
    const isPlace = this.#is('at') || this.#is('in');
    this.#skip();
    return isPlace ? atoms : null;
  }

  #understood(): Atoms {
    const token = this.#tokens[this.#next];
    if (token === undefined) return null;
    if (token.text === '(') return this.#inParentheses();
    if (token.text.startsWith('$')) return this.#string(token.text);
    if (token.text.startsWith('#')) return this.#count(token.text);
    if (this.#tokens[this.#next + 1]?.text === 'of') return this.#some(token.text);
    if (!this.#others.has(token.text)) return null;
    this.#next += 1;
    return this.#others.get(token.text) ?? null;
  }

  #inParentheses(): Atoms {
    this.#next += 1;
    const atoms = this.#anyOf();
    return this.#takes(')') ? atoms : null;
  }

  #string(id: string): Atoms {
    this.#next += 1;
    return joined(this.#called(id));
  }

  /** `#a > 0`, `#a >= 2`, `#a == 3` */
  #count(id: string): Atoms {
    const [order, number] = [this.#tokens[this.#next + 1]?.text, Number(this.#tokens[this.#next + 2]?.text)];
    const isThere = order === '>' ? number >= 0 : (order === '>=' || order === '==') && number > 0;
    if (!isThere) return null;
    this.#next += 3;
    return joined(this.#called(`$${id.slice(1)}`));
  }

  /** `any of them`, `all of ($a, $b*)`, `3 of them` */
  #some(quantity: string): Atoms {
    const isAll = quantity === 'all';
    if (!isAll && quantity !== 'any' && !(Number(quantity) > 0)) return null;
    const from = this.#next;
    this.#next += 2;
    const wanted = this.#set();
    if (wanted === null) this.#next = from;
    if (wanted === null) return null;
    return isAll ? better(wanted) : joined(wanted);
  }

  /** The literals of each string of a set; null where it is no set of strings. */
  #set(): readonly Atoms[] | null {
    if (this.#takes('them')) return this.#called('$*');
    if (!this.#takes('(')) return null;
    const atoms: Atoms[] = [];
    do {
      const id = this.#tokens[this.#next]?.text ?? '';
      if (!id.startsWith('$')) return null;
      atoms.push(...this.#called(id));
      this.#next += 1;
    } while (this.#takes(','));
    return this.#takes(')') ? atoms : null;
  }

  #called(id: string): readonly Atoms[] {
    const start = id.endsWith('*') ? id.slice(0, -1) : null;
    return this.#strings
      .filter((string) => (start === null ? string.id === id : string.id.startsWith(start)))
      .map((string) => this.#atomsOf(string));
  }

  #atomsOf(string: StringDefinition): Atoms {
    const known = this.#atoms.get(string);
    const atoms = known === undefined ? atomsOf(string) : known;
    this.#atoms.set(string, atoms);
    return atoms;
  }

  #is(text: string): boolean {
    return this.#tokens[this.#next]?.text === text;
  }

  #takes(text: string): boolean {
    const is = this.#is(text);
    if (is) this.#next += 1;
    return is;
  }

  #isAtEnd(): boolean {
    const text = this.#tokens[this.#next]?.text;
    return text === undefined || text === 'and' || text === 'or' || text === ')';
  }

  /** To the end of the operand, over everything in parentheses. */
  #skip(): void {
    for (let depth = 0; this.#next < this.#tokens.length && (depth > 0 || !this.#isAtEnd()); this.#next++) {
      if (this.#is('(') || this.#is('[')) depth += 1;
      if (this.#is(')') || this.#is(']')) depth -= 1;
    }
  }
}

/** One of any: all their literals are looked for. */
const joined = (some: readonly Atoms[]): Atoms =>
  some.length === 0 || some.includes(null) ? null : [...new Set(some.flatMap((atoms) => atoms ?? []))];

/** Each of them is there, so one is enough: that whose shortest literal is the longest. */
const better = (all: readonly Atoms[]): Atoms =>
  all.reduce<Atoms>((best, atoms) => (shortest(atoms) > shortest(best) ? atoms : best), null);

const shortest = (atoms: Atoms): number =>
  atoms === null ? 0 : atoms.reduce((least, { length }) => Math.min(least, length), Number.MAX_SAFE_INTEGER);
