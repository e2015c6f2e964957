import { createHash } from 'node:crypto';

/**
 * Names of the features, in the order of the vector. All are finite and bounded: flags and ratios 0..1, entropies 0..8,
 * everything counted or measured as
 * ln(1 + x) up to 16, `class_rate` 0..5, sine and cosine -1..1.
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
] as const;

export type FeatureName = (typeof FEATURES)[number];

export const FEATURE_SET = 'vedette-base-1';

/** Names a feature set in models and rows: a model runs only on the set it was trained on. */
export const FEATURE_HASH = hashOf(FEATURE_SET, FEATURES);

/** First 16 hex digits of the SHA-256 over version and ordered names. */
export function hashOf(version: string, names: readonly string[]): string {
  return createHash('sha256')
    .update([version, ...names].join('\n'))
    .digest('hex')
    .slice(0, 16);
}
