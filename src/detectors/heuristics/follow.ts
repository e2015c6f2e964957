import type { Detection } from '../../domain/contracts.gen.ts';
import { type Burst, crossed } from '../bursts.ts';
import { type Found, type Given, type Heuristic, onOther, type Sighting } from './heuristic.ts';

/** What follows one kind of burst: who is the actor, what is distinct, and what is said when a threshold is passed. */
export interface Follow {
  readonly kind: string;
  readonly spanMs: number;
  /** Actor and distinct values of an event that counts; null for others. */
  readonly of: (sighting: Sighting, hits: readonly Detection[]) => Counted | null;
  readonly says: readonly Heuristic<Passed>[];
}

export interface Counted {
  readonly actor: string;
  readonly first?: string;
  readonly second?: string;
}

export interface Passed {
  readonly burst: Burst;
  readonly sighting: Sighting;
  readonly actor: string;
}

export const SHORT_MS = 60_000;
export const LONG_MS = 300_000;

/** Says something when the burst has so many events, and each time it has doubled. */
export function whenCounted(given: Given, threshold: number): Heuristic<Passed> {
  return onOther([], given, (passed) => {
    const { burst } = passed;
    return crossed(burst.before.count, burst.count, threshold) ? burstFacts(passed, 'events', burst.count) : null;
  });
}

/** Says something when a sketch of the burst holds so many distinct values, and each time they have doubled. */
export function whenDistinct(given: Given, which: 0 | 1, what: string, threshold: number): Heuristic<Passed> {
  return onOther([], given, (passed) => {
    const { burst } = passed;
    return crossed(burst.before.distinct[which], burst.distinct[which], threshold)
      ? burstFacts(passed, what, burst.distinct[which])
      : null;
  });
}

export function burstFacts({ sighting: { event }, actor, burst }: Passed, what: string, value: number): Found {
  return {
    actor,
    [what]: `${Math.round(value)}`,
    events: `${burst.count}`,
    user: event.user,
    srcIp: event.srcIp,
    dstIp: event.dstIp,
    process: event.process,
  };
}
