import type { FeatureName } from './feature-set.ts';

/** What a feature's number means: ln(1 + x), a claim, "never met on this entity", or just the number. */
export type FeatureScale = 'log' | 'flag' | 'new' | 'number';

const FLAGS: readonly FeatureName[] = [
  ...([
    'is_process',
    'is_module',
    'is_network',
    'is_auth',
    'is_file',
    'is_registry',
    'is_script',
    'is_failure',
  ] as const),
  ...(['src_internal', 'src_external', 'dst_internal', 'dst_external', 'dst_port_low', 'dst_port_high'] as const),
  'process_user_writable',
];

const NOVELTIES: readonly FeatureName[] = [
  'new_process',
  'new_pair',
  'new_user',
  'new_address',
  'new_code',
  'new_domain',
];

const LOGS: readonly FeatureName[] = [
  ...(['process_length', 'command_length', 'command_base64_run', 'domain_length', 'url_length'] as const),
  ...(['events_before', 'since_last', 'hits', 'hits_300s', 'externals_300s', 'novelties_300s'] as const),
  ...(['events_10s', 'events_60s', 'events_300s', 'class_10s', 'class_60s', 'class_300s'] as const),
  ...(['failures_60s', 'failures_300s', 'users_300s', 'processes_300s', 'addresses_300s'] as const),
  ...(['ports_300s', 'domains_300s', 'files_300s', 'codes_300s'] as const),
];

const SCALES: ReadonlyMap<string, FeatureScale> = new Map([
  ...FLAGS.map((name) => [name, 'flag'] as const),
  ...NOVELTIES.map((name) => [name, 'new'] as const),
  ...LOGS.map((name) => [name, 'log'] as const),
]);

/** Of a feature by its name; one that is not known here is told as it is. */
export const scaleOf = (name: string): FeatureScale => SCALES.get(name) ?? 'number';
