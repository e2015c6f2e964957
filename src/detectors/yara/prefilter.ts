import type { Hits } from '../sigma/needle.ts';
import { Searcher } from '../sigma/searcher.ts';
import type { YaraRule } from './load.ts';

/** Says which texts no rule can match. Only ever lets too many through. */
export class Prefilter implements Hits {
  readonly #searcher: Searcher | null;
  #isHit = false;

  constructor(rules: readonly Pick<YaraRule, 'atoms'>[]) {
    const atoms = [...new Set(rules.flatMap((rule) => rule.atoms))];
    const needles = atoms.map((text, number) => ({ number, needle: { text, isStart: false, isEnd: false } }));
    this.#searcher = needles.length === 0 ? null : new Searcher(needles);
  }

  mayMatch(text: string): boolean {
    this.#isHit = false;
    this.#searcher?.scan(text, this);
    return this.#isHit;
  }

  hit(): void {
    this.#isHit = true;
  }
}
