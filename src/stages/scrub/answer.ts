import type { ScrubbedFeedback } from '../../domain/contracts.gen.ts';
import { deadLetter, drop, type Outcome } from '../../stage.ts';
import type { DeadLetterReason, DropReason } from './reasons.ts';

/** What one kind of feedback says once it is scrubbed. */
export type Told = Pick<ScrubbedFeedback, 'kind' | 'alert' | 'label' | 'language' | 'pairs' | 'facts'>;

/** What a piece of feedback says, or why it goes no further. */
export type Answer<T> = { readonly told: T } | { readonly refused: Outcome<never> };

/** Feedback of a kind, with nothing said yet but these facts. */
export const tell = (kind: ScrubbedFeedback['kind'], facts: Partial<Told>): { readonly told: Told } => ({
  told: { kind, alert: '', label: '', language: '', pairs: [], facts: {}, ...facts },
});

export const dropped = (reason: DropReason) => ({ refused: drop(reason) });
export const refused = (reason: DeadLetterReason) => ({ refused: deadLetter(reason) });

/** Facts without those that say nothing. */
export const said = (facts: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(facts).filter(([, text]) => text !== ''));
