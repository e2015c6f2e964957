import type { Rule } from '../../detectors/sigma/rule.ts';
import type { Named } from './sighting.ts';

/** Events that a rule matches on one side alone. */
export interface Difference {
  readonly rule: string;
  readonly title: string;
  readonly added: Found;
  readonly lost: Found;
}

export interface Found {
  readonly count: number;
  readonly first: readonly Named[];
}

interface Row {
  readonly title: string;
  readonly added: { count: number; first: Named[] };
  readonly lost: { count: number; first: Named[] };
}

const FIRST = 3;

/** Gathers what new rules match that old ones do not, and the other way round; rules are the same by their ids. */
export class Comparison {
  readonly #rows = new Map<string, Row>();

  add(now: readonly Rule[], before: readonly Rule[], event: Named): void {
    for (const rule of now) if (!has(before, rule)) count(this.#rowOf(rule).added, event);
    for (const rule of before) if (!has(now, rule)) count(this.#rowOf(rule).lost, event);
  }

  /** Those that differ most come first. */
  get differences(): readonly Difference[] {
    const rows = [...this.#rows].map(([rule, row]) => ({ rule, ...row }));
    return rows.sort((a, b) => sizeOf(b) - sizeOf(a) || (a.rule < b.rule ? -1 : 1));
  }

  #rowOf({ id, title }: Rule): Row {
    const row = this.#rows.get(id) ?? { title, added: { count: 0, first: [] }, lost: { count: 0, first: [] } };
    this.#rows.set(id, row);
    return row;
  }
}

const has = (rules: readonly Rule[], { id }: Rule): boolean => rules.some((rule) => rule.id === id);
const sizeOf = ({ added, lost }: Row): number => added.count + lost.count;

function count(found: Row['added'], event: Named): void {
  found.count += 1;
  if (found.first.length < FIRST) found.first.push(event);
}
