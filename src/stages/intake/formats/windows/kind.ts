import type { EventClass, EventOutcome } from '../../../../domain/contracts.gen.ts';

/** What an event id means: class, verb, Sigma category, and the outcome where the id alone tells it. */
export interface Kind {
  readonly class: EventClass;
  readonly action: string;
  readonly category: string;
  readonly outcome?: EventOutcome;
}

export type Kinds = Readonly<Record<number, Kind>>;

export const kind = (of: EventClass, action: string, category = ''): Kind => ({ class: of, action, category });
export const succeeded = (of: Kind): Kind => ({ ...of, outcome: 'success' });
export const failed = (of: Kind): Kind => ({ ...of, outcome: 'failure' });
/** The same meaning for several event ids. */
export const same = (of: Kind, ...ids: readonly number[]): Kinds => Object.fromEntries(ids.map((id) => [id, of]));
