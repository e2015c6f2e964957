import { type Kind, type Kinds, kind, succeeded } from './kind.ts';

/** Sysmon's schema by event id. Registry creation and deletion are told apart by EventType where it is known. */
export const SYSMON: Kinds = {
  1: succeeded(kind('process', 'create', 'process_creation')),
  2: kind('file', 'time_change', 'file_change'),
  3: kind('network', 'connect', 'network_connection'),
  4: kind('service', 'state', 'sysmon_status'),
  5: kind('process', 'terminate', 'process_termination'),
  6: kind('driver', 'load', 'driver_load'),
  7: kind('module', 'load', 'image_load'),
  8: kind('process', 'remote_thread', 'create_remote_thread'),
  9: kind('file', 'raw_read', 'raw_access_thread'),
  10: kind('process', 'access', 'process_access'),
  11: kind('file', 'create', 'file_event'),
  12: kind('registry', 'create_or_delete', 'registry_event'),
  13: kind('registry', 'set', 'registry_set'),
  14: kind('registry', 'rename', 'registry_rename'),
  15: kind('file', 'create_stream', 'create_stream_hash'),
  16: kind('service', 'configure', 'sysmon_status'),
  17: kind('pipe', 'create', 'pipe_created'),
  18: kind('pipe', 'connect', 'pipe_created'),
  19: kind('wmi', 'filter', 'wmi_event'),
  20: kind('wmi', 'consumer', 'wmi_event'),
  21: kind('wmi', 'bind', 'wmi_event'),
  22: kind('dns', 'query', 'dns_query'),
  23: kind('file', 'delete', 'file_delete'),
  24: kind('other', 'clipboard', 'clipboard_change'),
  25: kind('process', 'tamper', 'process_tampering'),
  26: kind('file', 'delete', 'file_delete_detected'),
  27: kind('file', 'block_executable', 'file_block_executable'),
  28: kind('file', 'block_shredding', 'file_block_shredding'),
  29: kind('file', 'create_executable', 'file_executable_detected'),
  255: kind('other', 'error', 'sysmon_error'),
};

/** Sysmon 12 by its EventType. */
export const REGISTRY_12: ReadonlyMap<unknown, Kind> = new Map([
  ['CreateKey', kind('registry', 'create', 'registry_add')],
  ['DeleteKey', kind('registry', 'delete', 'registry_delete')],
  ['DeleteValue', kind('registry', 'delete', 'registry_delete')],
]);
