import { ASCII, FOLD, foldBeyond, type Hits, type Numbered } from './needle.ts';

/**
 * Finds needles that stand at the start of a text, or at its end, in one walk that stops where no needle goes on.
 * Only ever finds too much: letters whose lower case begins with an ASCII letter count as that.
 */
export class Trie {
  readonly #isBackward: boolean;
  /** Column of a character in each row; 0: it is in no needle. */
  readonly #columns: Uint8Array;
  readonly #width: number;
  /** Rows of the nodes, one after the other: places of the rows of their children, 0 where there is none. */
  readonly #children: Int32Array;
  readonly #ends: readonly (readonly Numbered[])[];

  constructor(needles: readonly Numbered[], isBackward: boolean) {
    const letters = [...new Set(needles.flatMap(({ needle }) => [...needle.text]))];
    this.#isBackward = isBackward;
    this.#width = letters.length + 1;
    this.#columns = new Uint8Array(ASCII);
    for (const [index, letter] of letters.entries()) this.#columns[letter.charCodeAt(0)] = index + 1;
    const children: number[] = new Array(this.#width).fill(0);
    const ends: Numbered[][] = [[]];
    for (const one of needles) ends[this.#place(one.needle.text, children, ends) / this.#width]?.push(one);
    this.#children = Int32Array.from(children);
    this.#ends = ends;
  }

  /** Makes way for a text; answers the row of its last character. */
  #place(text: string, children: number[], ends: Numbered[][]): number {
    let row = 0;
    for (let step = 0; step < text.length; step++) {
      const code = text.charCodeAt(this.#isBackward ? text.length - 1 - step : step);
      const cell = row + (this.#columns[code] as number);
      if (children[cell] === 0) {
        children[cell] = children.length;
        for (let column = 0; column < this.#width; column++) children.push(0);
        ends.push([]);
      }
      row = children[cell] as number;
    }
    return row;
  }

  scan(text: string, hits: Hits): void {
    const length = text.length;
    let row = 0;
    for (let step = 0; step < length; step++) {
      const code = text.charCodeAt(this.#isBackward ? length - 1 - step : step);
      const folded = code < ASCII ? (FOLD[code] as number) : foldBeyond(code);
      row = this.#children[row + (this.#columns[folded] as number)] as number;
      if (row === 0) return;
      const ends = this.#ends[row / this.#width] as readonly Numbered[];
      for (let index = 0; index < ends.length; index++) tell(ends[index] as Numbered, step + 1 === length, hits);
    }
  }
}

function tell({ number, needle }: Numbered, isWhole: boolean, hits: Hits): void {
  if (isWhole || !needle.isStart || !needle.isEnd) hits.hit(number);
}
