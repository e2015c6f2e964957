import type { ScrubbedFeedback } from '../src/domain/contracts.gen.ts';

/** A corrected name of a tool, of the tenant acme, as the scrub passes it on, but for what the test says. */
export const nameCorrection = (
  id: string,
  said: Readonly<Record<string, string>> = {},
  facts: Partial<ScrubbedFeedback> = {},
): ScrubbedFeedback => ({
  ...{ id, tenant: 'acme', time: 5, author: 'a1', kind: 'entity_correction', alert: '', label: '', language: '' },
  ...{ pairs: [], facts: { wrong: 'Mimikats', right: 'Mimikatz', type: 'tool', ...said }, removed: 0, ...facts },
});
