/** A text to look for: lower case and ASCII alone. */
export interface Needle {
  readonly text: string;
  /** It counts only at the start of a text, or only at its end. */
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

/** Told the number of each needle that a text holds. */
export interface Hits {
  hit(needle: number): void;
}

const ASCII = 128;
/** Characters beyond ASCII whose lower case begins with an ASCII letter. */
const LOOKALIKES: readonly (readonly [number, string])[] = [
  [0x212a, 'k'],
  [0x130, 'i'],
];

/**
 * Finds many needles in one pass over a text, whatever the case of its letters (Aho and Corasick 1975, as a full
 * table). Only ever finds too much: letters that resemble ASCII ones count as these.
 */
export class Automaton {
  readonly #needles: readonly Needle[];
  /** Column of a character; 0: it is in no needle. */
  readonly #columns: Uint8Array;
  readonly #lookalikes: ReadonlyMap<number, number>;
  /** Next state by state and column; a state is the place of its row. */
  readonly #next: Int32Array;
  readonly #width: number;
  /** States from this one on end a needle, or have one that does as their suffix. */
  readonly #firstHit: number;
  readonly #needlesOf: readonly Int32Array[];

  constructor(needles: readonly Needle[]) {
    this.#needles = needles;
    const letters = [...new Set(needles.flatMap(({ text }) => [...text]))].sort();
    this.#width = letters.length + 1;
    this.#columns = columnsOf(letters);
    this.#lookalikes = new Map(LOOKALIKES.map(([code, letter]) => [code, this.#columns[letter.charCodeAt(0)] ?? 0]));
    const trie = new Trie(needles, this.#columns, this.#width);
    const { next, firstHit, needlesOf } = trie.table();
    this.#next = next;
    this.#firstHit = firstHit;
    this.#needlesOf = needlesOf;
  }

  /** Tells each needle in the text, some more than once. */
  scan(text: string, hits: Hits): void {
    const columns = this.#columns;
    const next = this.#next;
    const firstHit = this.#firstHit;
    const length = text.length;
    let state = 0;
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      const column = code < ASCII ? (columns[code] as number) : (this.#lookalikes.get(code) ?? 0);
      state = next[state + column] as number;
      if (state >= firstHit) this.#tell(state, at, length, hits);
    }
  }

  #tell(state: number, at: number, length: number, hits: Hits): void {
    for (const number of this.#needlesOf[(state - this.#firstHit) / this.#width] as Int32Array) {
      const needle = this.#needles[number] as Needle;
      if (needle.isStart && at + 1 !== needle.text.length) continue;
      if (needle.isEnd && at + 1 !== length) continue;
      hits.hit(number);
    }
  }
}

function columnsOf(letters: readonly string[]): Uint8Array {
  const columns = new Uint8Array(ASCII);
  for (const [index, letter] of letters.entries()) {
    columns[letter.charCodeAt(0)] = index + 1;
    columns[letter.toUpperCase().charCodeAt(0)] = index + 1;
  }
  return columns;
}

interface Table {
  readonly next: Int32Array;
  readonly firstHit: number;
  readonly needlesOf: readonly Int32Array[];
}

/** States as they are found, before they are put in order. */
class Trie {
  readonly #width: number;
  readonly #next: number[] = [];
  readonly #own: number[][] = [];

  constructor(needles: readonly Needle[], columns: Uint8Array, width: number) {
    this.#width = width;
    this.#add();
    for (const [number, { text }] of needles.entries()) {
      let state = 0;
      for (let at = 0; at < text.length; at++) state = this.#child(state, columns[text.charCodeAt(at)] ?? 0);
      this.#own[state]?.push(number);
    }
  }

  #add(): number {
    for (let column = 0; column < this.#width; column++) this.#next.push(0);
    return this.#own.push([]) - 1;
  }

  #child(state: number, column: number): number {
    const cell = state * this.#width + column;
    if (this.#next[cell] === 0) this.#next[cell] = this.#add();
    return this.#next[cell] as number;
  }

  /** Breadth first: a state's row starts as a copy of its longest suffix's, which is ready by then. */
  table(): Table {
    const width = this.#width;
    const order = [0];
    const suffix = new Int32Array(this.#own.length);
    for (const state of order) {
      for (let column = 0; column < width; column++) {
        const cell = state * width + column;
        const behind = state === 0 ? 0 : (this.#next[(suffix[state] as number) * width + column] as number);
        const child = this.#next[cell] as number;
        if (child === 0) this.#next[cell] = behind;
        else {
          suffix[child] = behind;
          this.#own[child]?.push(...(this.#own[behind] ?? []));
          order.push(child);
        }
      }
    }
    return this.#inOrder(order);
  }

  /** States that end a needle come last, so that one comparison tells them. */
  #inOrder(order: readonly number[]): Table {
    const isHit = (state: number) => (this.#own[state]?.length ?? 0) > 0;
    const quiet = order.filter((state) => !isHit(state));
    const loud = order.filter(isHit);
    const place = new Int32Array(order.length);
    for (const [index, state] of [...quiet, ...loud].entries()) place[state] = index * this.#width;
    const next = new Int32Array(order.length * this.#width);
    for (const state of order)
      for (let column = 0; column < this.#width; column++)
        next[(place[state] as number) + column] = place[this.#next[state * this.#width + column] as number] as number;
    return {
      next,
      firstHit: quiet.length * this.#width,
      needlesOf: loud.map((state) => Int32Array.from(this.#own[state] ?? [])),
    };
  }
}
