import type {
  Detection,
  EventCore,
  Signal,
  TELEMETRY_SIGNALS,
  THREATS_CORRELATED,
  Threat,
} from '../src/domain/contracts.gen.ts';
import { correlationConfigSchema } from '../src/stages/correlation/config.ts';
import { correlation } from '../src/stages/correlation/stage.ts';
import { ruleBook } from './fixtures/rule-book.ts';
import { type Given, given } from './given-when-then.ts';
import { detection, event, signal } from './signals.ts';

export const MINUTE = 60_000;
const config = correlationConfigSchema.parse({});
export type Chain = Given<typeof TELEMETRY_SIGNALS, typeof THREATS_CORRELATED>;

/** The correlation stage alone. */
export const givenCorrelation = (world = {}, rules = ''): Promise<Chain> =>
  given(correlation, { config, rules: ruleBook(rules) }, world);

/** A signal of the host ws01 at a minute. */
export function at(
  minute: number,
  rule: Partial<Detection> = {},
  facts: Partial<EventCore> = {},
  rest: Partial<Signal> = {},
) {
  const time = Math.round(minute * MINUTE);
  const one = event({ id: `${rule.id ?? 'r1'}@${minute}`, time, ...facts });
  const severity = rule.severity ?? 3;
  return signal({ event: one, severity, detections: [detection(rule)], ...rest });
}

/** A signal of the user alice, owned by the host on which it happened. */
export const asUser = (minute: number, host: string, rule: Partial<Detection> = {}) =>
  at(minute, rule, { host, id: `${host}@${minute}` }, { role: 'user', entity: 'alice', owner: false });

const keyed = (one: Signal) => [{ tenant: one.event.tenant, id: `${one.role}:${one.entity}` }, one] as const;

/** One batch. */
export async function when(chain: Chain, ...signals: readonly Signal[]) {
  return chain.when(...signals.map(keyed));
}

export const threats = (chain: Chain): readonly Threat[] => chain.sent.flatMap(({ value }) => (value ? [value] : []));
export const phases = (chain: Chain) => threats(chain).map(({ phase }) => phase);
