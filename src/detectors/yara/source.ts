import { Refusal } from '../sigma/refusal.ts';
import { type Token, tokensOf } from './token.ts';

/** A string that a rule looks for, as it is written. */
export interface StringDefinition {
  readonly id: string;
  readonly kind: 'text' | 'regex' | 'hex';
  readonly text: string;
  /** `nocase`, `wide`, `base64` …; a mark where something stands in parentheses. */
  readonly modifiers: readonly string[];
}

/** A rule as it is written, from its first modifier to its brace. */
export interface RuleSource {
  readonly name: string;
  readonly at: number;
  readonly end: number;
  readonly isPrivate: boolean;
  readonly strings: readonly StringDefinition[];
  readonly condition: readonly Token[];
}

export interface Source {
  readonly imports: readonly string[];
  readonly rules: readonly RuleSource[];
}

/** Characters of a file. */
export const LONGEST_SOURCE = 1 << 19;
/** Rules of a file, and of a set. */
export const MOST_RULES = 1_000;
const MOST_STRINGS = 200;
const LONGEST_STRING = 4_096;
const MOST_CONDITION_TOKENS = 2_000;
/** Parentheses within parentheses, and signs before a sign. The compiler takes three times as long with each `uint8(` more. */
const DEEPEST = 8;
const PREFIXES: ReadonlySet<string> = new Set(['not', 'defined', '-', '~']);
/** What computes over the bytes alone: no formats of programs, no clock, nothing that prints. */
const MODULES: ReadonlySet<string> = new Set(['math', 'string', 'hash']);

/** Reads a file of rules. Throws a refusal for what cannot be read or goes beyond a bound. */
export function parseSource(text: string): Source {
  if (text.length > LONGEST_SOURCE)
    throw new Refusal(0, 'size', `the file is longer than ${LONGEST_SOURCE} characters`);
  return new Parser(tokensOf(text), text.length).source();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #length: number;
  #next = 0;

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens;
    this.#length = length;
  }

  source(): Source {
    const imports: string[] = [];
    const rules: RuleSource[] = [];
    while (this.#next < this.#tokens.length) {
      if (this.#takes('import')) imports.push(this.#module());
      else if (this.#is('include')) throw this.#refusal('include', 'files are not included: put the rules into one');
      else rules.push(this.#rule());
      if (rules.length > MOST_RULES) throw this.#refusal('size', `more than ${MOST_RULES} rules`);
    }
    return { imports, rules };
  }

  #module(): string {
    const name = this.#peek().text.slice(1, -1);
    if (!MODULES.has(name))
      throw this.#refusal('import', `texts are scanned with the modules ${[...MODULES].join(', ')} alone`);
    this.#take();
    return name;
  }

  #rule(): RuleSource {
    const { at } = this.#peek();
    const modifiers: string[] = [];
    while (this.#is('private') || this.#is('global')) modifiers.push(this.#take().text);
    this.#expect('rule');
    const name = this.#take().text;
    while (!this.#is('{')) this.#take();
    this.#expect('{');
    if (this.#takes('meta')) while (!this.#startsPart()) this.#take();
    const strings = this.#takes('strings') ? this.#strings() : [];
    this.#expect('condition');
    this.#expect(':');
    const condition = this.#condition();
    const { end } = this.#expect('}');
    return { name, at, end, isPrivate: modifiers.includes('private'), strings, condition };
  }

  #startsPart(): boolean {
    const isName = this.#is('strings') || this.#is('condition');
    return isName && this.#tokens[this.#next + 1]?.text === ':';
  }

  #strings(): readonly StringDefinition[] {
    this.#expect(':');
    const strings: StringDefinition[] = [];
    while (!this.#startsPart()) {
      strings.push(this.#string());
      if (strings.length > MOST_STRINGS) throw this.#refusal('size', `more than ${MOST_STRINGS} strings in a rule`);
    }
    return strings;
  }

  #string(): StringDefinition {
    const id = this.#take().text;
    if (!id.startsWith('$')) throw this.#refusal('syntax', 'a string begins with $');
    this.#expect('=');
    const { kind, text } = this.#take();
    if (kind === 'word' || kind === 'mark')
      throw this.#refusal('syntax', 'a string is a text, an expression or hex digits');
    if (text.length > LONGEST_STRING) throw this.#refusal('size', `a string longer than ${LONGEST_STRING} characters`);
    const modifiers: string[] = [];
    while (!this.#peek().text.startsWith('$') && !this.#startsPart()) modifiers.push(this.#take().text);
    return { id, kind, text, modifiers };
  }

  #condition(): readonly Token[] {
    const from = this.#next;
    let depth = 0;
    let prefixes = 0;
    while (!this.#is('}')) {
      const { text } = this.#take();
      prefixes = PREFIXES.has(text) ? prefixes + 1 : 0;
      if (text === '(' || text === '[') depth += 1;
      if (text === ')' || text === ']') depth -= 1;
      if (Math.max(depth, prefixes) > DEEPEST) throw this.#refusal('size', `a condition nested deeper than ${DEEPEST}`);
      if (this.#next - from > MOST_CONDITION_TOKENS) throw this.#refusal('size', 'a condition that is too long');
    }
    return this.#tokens.slice(from, this.#next);
  }

  #is(text: string): boolean {
    return this.#tokens[this.#next]?.text === text;
  }

  #takes(text: string): boolean {
    const is = this.#is(text);
    if (is) this.#next += 1;
    return is;
  }

  #peek(): Token {
    const token = this.#tokens[this.#next];
    if (token) return token;
    throw new Refusal(this.#length, 'syntax', 'the file ends in the middle of a rule');
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #expect(text: string): Token {
    if (!this.#is(text)) throw this.#refusal('syntax', `here should stand ${text}`);
    return this.#take();
  }

  #refusal(feature: string, message: string): Refusal {
    return new Refusal(this.#tokens[this.#next]?.at ?? this.#length, feature, message);
  }
}
