import {
  ALERTS_EVIDENCE,
  ALERTS_FLAT,
  ALERTS_RAISED,
  ALERTS_SILENCES,
  type DetectionFinding,
  type FlatAlert,
  INCIDENTS_RAISED,
  type IncidentFinding,
  type Silence,
  type Threat,
} from '../src/domain/contracts.gen.ts';
import type { Key } from '../src/stage.ts';
import { alertsConfigSchema } from '../src/stages/alerts/config.ts';
import { alerts } from '../src/stages/alerts/stage.ts';
import { given } from './given-when-then.ts';
import { threat } from './threats.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A silence of the tenant acme that covers nothing but what the test says. */
export const silence = (facts: Partial<Silence>): Silence => ({
  id: 's1',
  tenant: 'acme',
  kind: 'silence',
  alert: '',
  rule: '',
  entity: '',
  from: 0,
  until: 0,
  author: 'a1',
  reason: '',
  ...facts,
});

/** The alerts stage alone. */
export async function givenAlerts({ silences = new Map<string, Silence>(), knobs = {} } = {}) {
  const config = alertsConfigSchema.parse(knobs);
  const chain = await given(alerts, { config }, { tables: new Map([[ALERTS_SILENCES, silences]]) });
  const when = (...threats: readonly Threat[]) =>
    chain.when(...threats.map((one) => [{ tenant: one.tenant, id: one.tenant }, one] as const));
  const sentTo = <V>(topic: unknown): readonly V[] =>
    chain.sent.flatMap(({ to, value }) => (to === topic ? [value as V] : []));
  return {
    ...chain,
    when,
    whenKeyed: (key: Key, one: Threat) => chain.when([key, one]),
    raised: () => sentTo<DetectionFinding>(ALERTS_RAISED),
    flat: () => sentTo<FlatAlert>(ALERTS_FLAT),
    incidents: () => sentTo<IncidentFinding>(INCIDENTS_RAISED),
    evidence: () => sentTo<{ uid: string }>(ALERTS_EVIDENCE),
  };
}

/** The last revision of a threat. */
export const closed = (facts: Partial<Threat> = {}) =>
  threat({ phase: 'close', revision: 2, final: true, time: 20 * MINUTE, ...facts });
/** Our own facts in a finding. */
export const own = (finding: { unmapped: string } | undefined) => JSON.parse(finding?.unmapped ?? '{}');
