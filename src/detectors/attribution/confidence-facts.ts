import type { Detection, Fact } from '../../domain/contracts.gen.ts';
import { short } from '../explanation.ts';
import { sharedHits } from './hit-facts.ts';
import { factsOf, type Movement } from './moved.ts';
import type { Shares } from './shares.ts';

/** A model that is named beside the hits; null where nobody knows what moved it. */
export interface Named {
  readonly name: string;
  readonly movement: Movement | null;
}

export interface Explained {
  readonly hits: readonly Detection[];
  /** By name of the model, of those that are named. */
  readonly models: ReadonlyMap<string, readonly Fact[]>;
}

/** Name of the fact that carries the shares of models that are not named. */
export const OTHERS = 'other detectors';

const NOTHING = 1e-6;

/**
 * Facts of all detections of one event: with the base of the shares they add up to the confidence. Of each named model
 * at most so many things are named. What models say that are not named stands among the facts of the first detection.
 */
export function confidenceFacts(
  shares: Shares,
  hits: readonly Detection[],
  named: readonly Named[],
  most: number,
): Explained {
  const shareOf = ({ name }: Named) => shares.models.get(name) ?? 0;
  const facts = named.map((one) => factsOf(one.movement ?? { moved: [], whole: 0 }, shareOf(one), most));
  const others = otherDetectors(shares, named);
  const [first, ...more] = sharedHits(hits, shares.rules);
  const told = first === undefined ? [] : [{ ...first, facts: [...first.facts, ...others] }, ...more];
  if (told.length === 0 && facts[0] !== undefined) facts[0] = [...facts[0], ...others];
  return { hits: told, models: new Map(named.map(({ name }, i) => [name, facts[i] as readonly Fact[]])) };
}

function otherDetectors({ models }: Shares, named: readonly Named[]): readonly Fact[] {
  const others = [...models].filter(([name]) => !named.some((one) => one.name === name));
  const contribution = others.reduce((sum, [, share]) => sum + share, 0);
  if (Math.abs(contribution) < NOTHING) return [];
  const value = others.map(([name, share]) => `${name} ${short(share)}`).join(', ');
  return [{ name: OTHERS, value, contribution, expected: '' }];
}
