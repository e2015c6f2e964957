import { ALERTS_SILENCES, MODELS_PROMOTED, RULES_PUBLISHED } from '../../src/domain/contracts.gen.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import type { Send } from '../../src/ports.ts';
import { promotion } from '../fixtures/promotion.ts';
import type { Random } from './random.ts';
import { VERSIONS } from './rooms.ts';
import { SIGMA_RULES } from './rules.ts';
import { HOSTS, TENANTS } from './workload.ts';

const codec = memoryCodec();

/** Hits of features and inference, and reasons of correlation. */
const RULES = [
  'powershell-hidden',
  'ntds-extract',
  'risk-threshold',
  'critical-detection',
  'attack-progress',
  'entity-spread',
  ...SIGMA_RULES,
];
const MODELS = ['vedette-forest', 'vedette-sequence'];

const entry = (topic: string, key: string, value: unknown): Send => ({
  ...{ topic, partition: 0, key: Buffer.from(key), headers: {} },
  value: value === null ? null : codec.encode(topic, value),
});

/** A rule is switched off or on, or another version of a model comes into force; mostly for everyone. */
export function tableChange(random: Random): Send {
  const tenant = random.pick(['', '', ...TENANTS]);
  if (random.chance(0.5)) {
    const [name, version] = [random.pick(MODELS), random.pick(VERSIONS)];
    return entry(MODELS_PROMOTED.name, `${tenant}/${name}`, promotion({ name, tenant, version }));
  }
  const [id, status] = [random.pick(RULES), random.pick(['disabled', 'shadow', 'enabled'])];
  const rule = { id, tenant, version: '1', status, text: '', time: 0 };
  return entry(RULES_PUBLISHED.name, `${tenant}/${id}`, random.chance(0.2) ? null : rule);
}

export function silenceOfAHost(random: Random): Send {
  const [tenant, entity] = [random.pick(TENANTS), random.pick(HOSTS)];
  const facts = {
    id: 's1',
    tenant,
    kind: 'silence',
    alert: '',
    rule: '',
    entity,
    from: 0,
    until: 0,
    author: 'a',
    reason: '',
  };
  return entry(ALERTS_SILENCES.name, `${tenant}/s1`, facts);
}
