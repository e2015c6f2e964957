import {
  ALERTS_SILENCES,
  FEEDBACK_SCRUBBED,
  type Feedback,
  type ScrubbedFeedback,
  type Silence,
} from '../src/domain/contracts.gen.ts';
import { scrubConfigSchema } from '../src/stages/scrub/config.ts';
import { type ScrubPorts, scrub } from '../src/stages/scrub/stage.ts';
import { given } from './given-when-then.ts';

/** Ids in the form of ours. */
export const FEEDBACK_ID = '0d3f3b3e-5b0e-4c5f-9a39-0f7a6f6f9f01';
export const ALERT_ID = '7c9e6679-7425-50de-944b-e07fc1f90ae7';

export const scrubPorts = (facts: Partial<ScrubPorts> = {}): ScrubPorts => ({
  config: scrubConfigSchema.parse({}),
  secret: Buffer.from('sixteen bytes or more of it'),
  blocked: () => [],
  finders: [],
  pause: async () => {},
  ...facts,
});

const BODIES = {
  verdict: { name: 'vedette.Verdict', body: { alert: ALERT_ID, verdict: 'false_positive', reason: '', rule: '' } },
  correction: { name: 'vedette.Correction', body: { document: 'd1', language: 'en', draft: '', corrected: '' } },
  entity: { name: 'vedette.EntityCorrection', body: { wrong: '', right: '', type: '' } },
  label: { name: 'vedette.Label', body: { event: '', from: 0, to: 0, entity: '', label: 'malicious' } },
  silence: { name: 'vedette.SilenceRequest', body: { rule: 'r1', entity: '', from: 0, until: 0, reason: '' } },
  close: { name: 'vedette.CloseRequest', body: { alert: ALERT_ID, reason: '' } },
} as const;
export type Kind = keyof typeof BODIES;
export const KINDS = Object.keys(BODIES) as readonly Kind[];

/** Feedback of the tenant acme that says nothing but what the test says. */
export const feedback = (kind: Kind, said: object = {}, facts: Partial<Feedback> = {}): Feedback => ({
  ...{ id: FEEDBACK_ID, tenant: 'acme', time: 0, author: 'a1' },
  body: { [BODIES[kind].name]: { ...BODIES[kind].body, ...said } } as unknown as Feedback['body'],
  ...facts,
});

/** The scrub stage alone. */
export async function givenScrub(ports: Partial<ScrubPorts> = {}) {
  const chain = await given(scrub, scrubPorts(ports));
  const sentTo = <V>(topic: unknown): readonly V[] =>
    chain.sent.flatMap(({ to, value }) => (to === topic ? [value as V] : []));
  return {
    ...chain,
    when: (...all: readonly Feedback[]) => chain.when(...all.map((one) => [{ tenant: 'acme', id: 'k' }, one] as const)),
    whenOf: (tenant: string, one: Feedback) => chain.when([{ tenant, id: 'k' }, one]),
    scrubbed: () => sentTo<ScrubbedFeedback>(FEEDBACK_SCRUBBED),
    silences: () => sentTo<Silence>(ALERTS_SILENCES),
  };
}
