/**
 * What a feature's number means: ln(1 + x), a claim, "never met here", ln of a quotient, ln of "one in so many", or just
 * the number.
 */
export type FeatureScale = 'log' | 'flag' | 'new' | 'times' | 'rarity' | 'number';

const NAMES: Readonly<Record<Exclude<FeatureScale, 'number'>, readonly string[]>> = {
  flag: [
    ...['is_process', 'is_module', 'is_network', 'is_auth', 'is_file', 'is_registry', 'is_script', 'is_failure'],
    ...['src_internal', 'src_external', 'dst_internal', 'dst_external', 'dst_port_low', 'dst_port_high'],
    'process_user_writable',
  ],
  new: [
    ...['new_process', 'new_pair', 'new_user', 'new_address', 'new_code', 'new_domain'],
    ...['code_first_here', 'code_first_in_tenant'],
  ],
  log: [
    ...['process_length', 'command_length', 'command_base64_run', 'domain_length', 'url_length'],
    ...['events_before', 'since_last', 'hits', 'hits_300s', 'externals_300s', 'novelties_300s'],
    ...['events_10s', 'events_60s', 'events_300s', 'class_10s', 'class_60s', 'class_300s'],
    ...['failures_60s', 'failures_300s', 'users_300s', 'processes_300s', 'addresses_300s'],
    ...['ports_300s', 'domains_300s', 'files_300s', 'codes_300s'],
    ...['code_1m', 'code_5m', 'code_60m', 'code_24h', 'tenant_code_5m', 'tenant_code_60m', 'tenant_code_24h'],
    ...['code_entities_60m', 'code_entities_24h', 'code_age', 'tenant_code_age', 'code_since_last'],
    ...['entity_age', 'tenant_age', 'entity_1m', 'entity_5m', 'entity_60m', 'entity_24h'],
    ...['codes_5m', 'codes_60m', 'codes_new_60m', 'tenant_5m', 'tenant_60m'],
  ],
  times: ['entity_burst_1m', 'entity_burst_5m', 'entity_peers', 'tenant_burst'],
  rarity: ['code_rarity', 'tenant_code_rarity', 'tenant_rarity_max_5m', 'tenant_rarity_max_60m'],
};

const SCALES: ReadonlyMap<string, FeatureScale> = new Map(
  Object.entries(NAMES).flatMap(([scale, names]) => names.map((name) => [name, scale as FeatureScale])),
);

/** Of a feature by its name; one that is not known here is told as it is. */
export const scaleOf = (name: string): FeatureScale => SCALES.get(name) ?? 'number';
