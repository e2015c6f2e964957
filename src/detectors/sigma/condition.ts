import { Refusal } from './refusal.ts';
import type { Expression } from './rule.ts';

/** Search identifiers by name. */
export type Searches = ReadonlyMap<string, Expression>;

/** Parentheses and `not` within each other. */
const DEEPEST = 64;
/** Words and parentheses. */
const MOST_TOKENS = 10_000;

/** Reads a condition over search identifiers. Refuses what is no condition, or names what is not there. */
export function conditionOf(text: string, searches: Searches, at: number): Expression {
  return new Reader(text, searches, at).whole();
}

class Reader {
  readonly #tokens: readonly string[];
  readonly #searches: Searches;
  readonly #at: number;
  #next = 0;
  #depth = 0;

  constructor(text: string, searches: Searches, at: number) {
    this.#tokens = text.match(/[()]|[^\s()]+/g) ?? [];
    this.#searches = searches;
    this.#at = at;
  }

  whole(): Expression {
    if (this.#tokens.length > MOST_TOKENS) throw this.#refusal(`more than ${MOST_TOKENS} words`);
    if (this.#tokens.length === 0) throw this.#refusal('it is empty');
    if (this.#tokens.includes('|')) throw this.#refusal('aggregations (|) are no part of Sigma 2: write a correlation');
    const expression = this.#chain('or', () => this.#chain('and', () => this.#not()));
    if (this.#next < this.#tokens.length) throw this.#unexpected();
    return expression;
  }

  #chain(word: 'or' | 'and', part: () => Expression): Expression {
    const parts = [part()];
    while (this.#take(word)) parts.push(part());
    return combined(word, parts);
  }

  #not(): Expression {
    if (this.#take('not')) return { kind: 'not', of: this.#deeper(() => this.#not()) };
    if (!this.#take('(')) return this.#named();
    const inner = this.#deeper(() => this.#chain('or', () => this.#chain('and', () => this.#not())));
    if (!this.#take(')')) throw this.#unexpected();
    return inner;
  }

  #deeper(read: () => Expression): Expression {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw this.#refusal(`nested deeper than ${DEEPEST}`);
    const expression = read();
    this.#depth -= 1;
    return expression;
  }

  #named(): Expression {
    const name = this.#tokens[this.#next];
    if (name === undefined || WORDS.has(name.toLowerCase()) || name === ')') throw this.#unexpected();
    this.#next += 1;
    if (this.#take('of')) return this.#some(name);
    const search = this.#searches.get(name);
    if (search) return search;
    throw this.#refusal(`there is no search identifier ${shown(name)}`);
  }

  /** `1 of x*`, `all of them`. */
  #some(quantity: string): Expression {
    const kind = QUANTITIES.get(quantity.toLowerCase());
    if (!kind) throw this.#refusal(`${shown(quantity)} of: take 1 or all`);
    const pattern = this.#tokens[this.#next];
    if (pattern === undefined || pattern === '(' || pattern === ')') throw this.#unexpected();
    this.#next += 1;
    const named = [...this.#searches].filter(([name]) => isMeant(name, pattern)).map(([, search]) => search);
    if (named.length === 0) throw this.#refusal(`no search identifier matches ${shown(pattern)}`);
    return combined(kind, named);
  }

  #take(word: string): boolean {
    const isHere = this.#tokens[this.#next]?.toLowerCase() === word;
    if (isHere) this.#next += 1;
    return isHere;
  }

  #unexpected(): Refusal {
    const token = this.#tokens[this.#next];
    return this.#refusal(token === undefined ? 'it ends too early' : `${shown(token)} where it does not belong`);
  }

  #refusal(message: string): Refusal {
    return new Refusal(this.#at, 'condition', message);
  }
}

const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'of']);
const QUANTITIES: ReadonlyMap<string, 'and' | 'or'> = new Map([
  ['1', 'or'],
  ['any', 'or'],
  ['all', 'and'],
]);

/** One expression stands for itself. */
export const combined = (kind: 'and' | 'or', of: readonly Expression[]): Expression =>
  of.length === 1 && of[0] ? of[0] : { kind, of };

const shown = (token: string): string => token.slice(0, 80);

function isMeant(name: string, pattern: string): boolean {
  if (pattern.toLowerCase() === 'them') return !name.startsWith('_');
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  return name.startsWith(head) && endsWithPieces(name.slice(head.length), rest);
}

/** True where the pieces stand in the text in their order, and the last at its end. */
function endsWithPieces(text: string, pieces: readonly string[]): boolean {
  let from = 0;
  for (const piece of pieces.slice(0, -1)) {
    const found = text.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  const last = pieces.at(-1) ?? '';
  return text.endsWith(last) && text.length - last.length >= from;
}
