import type { Fact } from '../../domain/contracts.gen.ts';
import { splitShare } from './split-share.ts';

/** A thing as it is told, beside what is usual. */
export interface Told {
  readonly name: string;
  readonly value: string;
  readonly expected: string;
}

/** One thing that moved a detector. */
export interface Moved extends Told {
  /** By how much, in a measure that all of its movement has; below 0 it spoke against. */
  readonly by: number;
}

/** What moved a detector from an ordinary day to this row. */
export interface Movement {
  readonly moved: readonly Moved[];
  /** All that moved it, told or not. */
  readonly whole: number;
  /** What the rest is called; absent: everything else. */
  readonly rest?: Told;
}

/** Name of the fact that carries what no other fact names. */
export const REST = 'everything else';
const NOTHING_ELSE: Told = { name: REST, value: '', expected: '' };

/** Facts whose contributions add up to the share: what moved most, at most so many, and the rest. */
export function factsOf({ moved, whole, rest = NOTHING_ELSE }: Movement, share: number, most: number): readonly Fact[] {
  const byStrength = moved.toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by));
  const { parts } = splitShare(
    share,
    byStrength.map(({ by }) => by),
    whole,
  );
  const named = byStrength.slice(0, most).map(({ name, value, expected }, i) => ({
    ...{ name, value, expected },
    contribution: parts[i] as number,
  }));
  named.sort((a, b) => b.contribution - a.contribution);
  const contribution = named.reduce((left, fact) => left - fact.contribution, share);
  return [...named, { ...rest, contribution }];
}
