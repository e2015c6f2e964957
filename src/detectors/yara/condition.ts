import { atomsOf } from './atoms.ts';
import { ANYTHING, allOf, anyOf, type Needs } from './needs.ts';
import type { RuleSource, StringDefinition } from './source.ts';
import type { Token } from './token.ts';

/**
 * What a text needs for the rule to match it. What is not a question for strings, or asks for more than one knows here,
 * is passed over; a `not` proves nothing.
 */
export const needsOf = (rule: RuleSource, others: ReadonlyMap<string, Needs>): Needs =>
  new ConditionReader(rule, others).read();

class ConditionReader {
  readonly #tokens: readonly Token[];
  readonly #strings: readonly StringDefinition[];
  readonly #others: ReadonlyMap<string, Needs>;
  readonly #known = new Map<StringDefinition, Needs>();
  #next = 0;

  constructor({ condition, strings }: RuleSource, others: ReadonlyMap<string, Needs>) {
    this.#tokens = condition;
    this.#strings = strings;
    this.#others = others;
  }

  read(): Needs {
    const needs = this.#either();
    return this.#next < this.#tokens.length ? ANYTHING : needs;
  }

  #either(): Needs {
    const needs = [this.#each()];
    while (this.#takes('or')) needs.push(this.#each());
    return anyOf(needs);
  }

  #each(): Needs {
    const needs = [this.#operand()];
    while (this.#takes('and')) needs.push(this.#operand());
    return allOf(needs);
  }

  /** What is behind the part that was understood, a comparison or an offset, ends it; only an offset keeps its worth. */
  #operand(): Needs {
    const needs = this.#understood();
    if (this.#isAtEnd()) return needs;
    const isPlace = this.#is('at') || this.#is('in');
    this.#skip();
    return isPlace ? needs : ANYTHING;
  }

  #understood(): Needs {
    const token = this.#tokens[this.#next];
    if (token === undefined) return ANYTHING;
    if (token.text === '(') return this.#inParentheses();
    if (token.text.startsWith('$')) return this.#string(token.text);
    if (token.text.startsWith('#')) return this.#count(token.text);
    if (this.#tokens[this.#next + 1]?.text === 'of') return this.#some(token.text);
    const other = this.#others.get(token.text);
    if (other !== undefined) this.#next += 1;
    return other ?? ANYTHING;
  }

  #inParentheses(): Needs {
    this.#next += 1;
    const needs = this.#either();
    return this.#takes(')') ? needs : ANYTHING;
  }

  #string(id: string): Needs {
    this.#next += 1;
    return anyOf(this.#called(id));
  }

  /** `#a > 0`, `#a >= 2`, `#a == 3` */
  #count(id: string): Needs {
    const [order, number] = [this.#tokens[this.#next + 1]?.text, Number(this.#tokens[this.#next + 2]?.text)];
    const isThere = order === '>' ? number >= 0 : (order === '>=' || order === '==') && number > 0;
    if (!isThere) return ANYTHING;
    this.#next += 3;
    return anyOf(this.#called(`$${id.slice(1)}`));
  }

  /** `any of them`, `all of ($a, $b*)`, `3 of them` */
  #some(quantity: string): Needs {
    const isAll = quantity === 'all';
    if (!isAll && quantity !== 'any' && !(Number(quantity) > 0)) return ANYTHING;
    const from = this.#next;
    this.#next += 2;
    const wanted = this.#set();
    if (wanted === null) this.#next = from;
    if (wanted === null) return ANYTHING;
    return isAll ? allOf(wanted) : anyOf(wanted);
  }

  /** What each string of a set needs; null where it is no set of strings. */
  #set(): readonly Needs[] | null {
    if (this.#takes('them')) return this.#called('$*');
    if (!this.#takes('(')) return null;
    const needs: Needs[] = [];
    do {
      const id = this.#tokens[this.#next]?.text ?? '';
      if (!id.startsWith('$')) return null;
      needs.push(...this.#called(id));
      this.#next += 1;
    } while (this.#takes(','));
    return this.#takes(')') ? needs : null;
  }

  #called(id: string): readonly Needs[] {
    const start = id.endsWith('*') ? id.slice(0, -1) : null;
    return this.#strings
      .filter((string) => (start === null ? string.id === id : string.id.startsWith(start)))
      .map((string) => this.#needsOf(string));
  }

  #needsOf(string: StringDefinition): Needs {
    const known = this.#known.get(string);
    if (known) return known;
    const atoms = atomsOf(string);
    const needs = atoms === null ? ANYTHING : [[atoms]];
    this.#known.set(string, needs);
    return needs;
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
