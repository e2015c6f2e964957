import type { Hits } from '../sigma/needle.ts';
import { Searcher } from '../sigma/searcher.ts';
import type { YaraRule } from './load.ts';

/** Literals by number, in clauses of which each needs one. */
type Alternative = readonly (readonly number[])[];

/** Says which texts no rule can match. Only ever lets too many through. */
export class Prefilter implements Hits {
  readonly #searcher: Searcher | null;
  readonly #alternatives: readonly Alternative[];
  /** By literal: the search in which it was found last. */
  readonly #foundIn: Float64Array;
  #search = 0;
  #isHit = false;

  constructor(rules: readonly Pick<YaraRule, 'needs'>[]) {
    const numbers = new Map<string, number>();
    const numberOf = (atom: string): number => {
      const number = numbers.get(atom) ?? numbers.size;
      numbers.set(atom, number);
      return number;
    };
    this.#alternatives = rules
      .flatMap(({ needs }) => needs)
      .map((clauses) => clauses.map((atoms) => atoms.map(numberOf)));
    const needles = [...numbers].map(([text, number]) => ({ number, needle: { text, isStart: false, isEnd: false } }));
    this.#searcher = needles.length === 0 ? null : new Searcher(needles);
    this.#foundIn = new Float64Array(needles.length);
  }

  mayMatch(text: string): boolean {
    this.#isHit = false;
    this.#search += 1;
    this.#searcher?.scan(text, this);
    return this.#isHit && this.#alternatives.some((clauses) => this.#has(clauses));
  }

  hit(atom: number): void {
    this.#isHit = true;
    this.#foundIn[atom] = this.#search;
  }

  #has(clauses: Alternative): boolean {
    return clauses.every((atoms) => atoms.some((atom) => this.#foundIn[atom] === this.#search));
  }
}
