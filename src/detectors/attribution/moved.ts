import type { Fact } from '../../domain/contracts.gen.ts';
import { splitShare } from './split-share.ts';

/** One thing that moved a detector's log-odds, as it is told. */
export interface Moved {
  readonly name: string;
  readonly value: string;
  readonly expected: string;
  /** By how much, in log-odds; below 0 it spoke against. */
  readonly by: number;
}

/** What moved a detector from an ordinary day to this row. */
export interface Movement {
  readonly moved: readonly Moved[];
  /** All that moved it, told or not, in log-odds. */
  readonly whole: number;
}

/** Name of the fact that carries what no other fact names. */
export const REST = 'everything else';

/** Facts whose contributions add up to the share: what moved most, at most so many, and the rest. */
export function factsOf({ moved, whole }: Movement, share: number, most: number): readonly Fact[] {
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
  const rest = named.reduce((left, fact) => left - fact.contribution, share);
  return [...named, { name: REST, value: '', contribution: rest, expected: '' }];
}
