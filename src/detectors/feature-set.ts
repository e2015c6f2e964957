import { createHash } from 'node:crypto';

/**
 * Names of the features, in the order of the vector. All are finite and stay within `RANGES`: flags and ratios 0..1,
 * entropies 0..8, everything counted or measured as ln(1 + x) up to 16, times in seconds.
 *
 * Those of codes count with half-lives of 1 min, 5 min, 60 min and 24 h: `code_…` the event's own code on its entity, the
 * event included; `entity_…` all events of the entity. What begins with `tenant_`, `code_entities_` and
 * `code_first_in_tenant` is of the whole tenant as of two minutes before (ADR 5). A rarity is ln(all events of 24 h + 1)
 * less ln(those of the code); with `_5m` or `_60m` its sum, or its most, over the codes that the entity used within that
 * time. A burst is ln of the rate now over the rate of the longer time; `entity_peers` over that of the tenant's mean entity.
 */
export const FEATURES = [
  'hour_sin',
  'hour_cos',
  'is_process',
  'is_module',
  'is_network',
  'is_auth',
  'is_file',
  'is_registry',
  'is_script',
  'is_failure',
  'src_internal',
  'src_external',
  'dst_internal',
  'dst_external',
  'dst_port_low',
  'dst_port_high',
  'process_entropy',
  'process_length',
  'process_digits',
  'process_user_writable',
  'command_length',
  'command_entropy',
  'command_digits',
  'command_upper',
  'command_special',
  'command_base64_run',
  'domain_length',
  'domain_entropy',
  'domain_digits',
  'url_length',
  'url_entropy',
  'url_special',
  'file_entropy',
  'new_process',
  'new_pair',
  'new_user',
  'new_address',
  'new_code',
  'new_domain',
  'events_before',
  'since_last',
  'events_10s',
  'events_60s',
  'events_300s',
  'class_10s',
  'class_60s',
  'class_300s',
  'class_rate',
  'failures_60s',
  'failures_300s',
  'failure_share',
  'externals_300s',
  'novelties_300s',
  'hits_300s',
  'users_300s',
  'processes_300s',
  'addresses_300s',
  'ports_300s',
  'domains_300s',
  'files_300s',
  'codes_300s',
  'hits',
  'hit_severity',
  'code_1m',
  'code_5m',
  'code_60m',
  'code_24h',
  'tenant_code_5m',
  'tenant_code_60m',
  'tenant_code_24h',
  'code_entities_60m',
  'code_entities_24h',
  'code_entities_share',
  'code_rarity',
  'tenant_code_rarity',
  'code_first_here',
  'code_first_in_tenant',
  'code_age',
  'tenant_code_age',
  'code_since_last',
  'entity_age',
  'tenant_age',
  'entity_1m',
  'entity_5m',
  'entity_60m',
  'entity_24h',
  'entity_burst_1m',
  'entity_burst_5m',
  'entity_peers',
  'codes_5m',
  'codes_60m',
  'codes_new_60m',
  'rarity_5m',
  'rarity_60m',
  'tenant_rarity_5m',
  'tenant_rarity_60m',
  'tenant_rarity_max_5m',
  'tenant_rarity_max_60m',
  'tenant_5m',
  'tenant_60m',
  'tenant_burst',
] as const;

export type FeatureName = (typeof FEATURES)[number];

export const FEATURE_SET = 'vedette-base-3';

type Range = readonly [least: number, most: number];
const SHARE: Range = [0, 1];
const LOG: Range = [0, 16];

const NARROWER: Readonly<Partial<Record<FeatureName, Range>>> = {
  hour_sin: [-1, 1],
  hour_cos: [-1, 1],
  process_entropy: [0, 8],
  command_entropy: [0, 8],
  domain_entropy: [0, 8],
  url_entropy: [0, 8],
  file_entropy: [0, 8],
  class_rate: [0, 5],
  // never: 14
  code_since_last: [0, 14],
  // ln of at most 60 and 288, the number of shorter times in the longer one
  entity_burst_1m: [-16, 4.1],
  entity_burst_5m: [-16, 5.7],
  tenant_burst: [-16, 5.7],
  entity_peers: [-16, 16],
  // at most 64 codes
  codes_5m: [0, 4.2],
  codes_60m: [0, 4.2],
  codes_new_60m: [0, 4.2],
  // of at most 16 each
  rarity_5m: [0, 7],
  rarity_60m: [0, 7],
  tenant_rarity_5m: [0, 7],
  tenant_rarity_60m: [0, 7],
};
/** Flags and shares. */
const SHARES = /^(is_|src_|dst_|new_|code_first_)|_(digits|upper|special|writable|share|severity)$/;

/** Least and most that each feature can be, whatever the event. */
export const RANGES: Readonly<Record<FeatureName, Range>> = Object.fromEntries(
  FEATURES.map((name) => [name, NARROWER[name] ?? (SHARES.test(name) ? SHARE : LOG)]),
) as Record<FeatureName, Range>;

/** Names a feature set in models and rows: a model runs only on the set it was trained on. */
export const FEATURE_HASH = hashOf(FEATURE_SET, FEATURES);

/** First 16 hex digits of the SHA-256 over version and ordered names. */
export function hashOf(version: string, names: readonly string[]): string {
  return createHash('sha256')
    .update([version, ...names].join('\n'))
    .digest('hex')
    .slice(0, 16);
}
