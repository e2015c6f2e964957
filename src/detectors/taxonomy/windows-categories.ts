/** Sigma's categories of Windows events (https://sigmahq.io/docs, log source "windows"; Sysmon by its event ids). */
import type { Names } from './names.ts';

export interface CategoryRow {
  readonly category: string;
  readonly service: string;
  readonly ids: readonly number[];
  /** The field must have one of the values, without case. */
  readonly when?: { readonly field: string; readonly values: readonly string[] };
  /** Rules of the category name no product. */
  readonly anyProduct?: true;
  readonly names?: Names;
}

const sysmon = (category: string, ...ids: readonly number[]): CategoryRow => ({ category, service: 'sysmon', ids });

const registry = (category: string, ...values: readonly string[]): CategoryRow => ({
  ...sysmon(category, 12),
  when: { field: 'EventType', values },
});

export const CATEGORIES: readonly CategoryRow[] = [
  sysmon('process_creation', 1),
  sysmon('file_change', 2),
  sysmon('network_connection', 3),
  sysmon('sysmon_status', 4, 16),
  sysmon('process_termination', 5),
  sysmon('driver_load', 6),
  sysmon('image_load', 7),
  sysmon('create_remote_thread', 8),
  sysmon('raw_access_thread', 9),
  sysmon('process_access', 10),
  sysmon('file_event', 11),
  sysmon('registry_event', 12, 13, 14),
  registry('registry_add', 'CreateKey'),
  registry('registry_delete', 'DeleteKey', 'DeleteValue'),
  sysmon('registry_set', 13),
  sysmon('registry_rename', 14),
  sysmon('create_stream_hash', 15),
  sysmon('pipe_created', 17, 18),
  sysmon('wmi_event', 19, 20, 21),
  sysmon('dns_query', 22),
  sysmon('file_delete', 23),
  sysmon('clipboard_change', 24),
  sysmon('process_tampering', 25),
  sysmon('file_delete_detected', 26),
  sysmon('file_block_executable', 27),
  sysmon('file_block_shredding', 28),
  sysmon('file_executable_detected', 29),
  sysmon('sysmon_error', 255),
  {
    category: 'process_creation',
    service: 'security',
    ids: [4688],
    names: [
      ['Image', 'NewProcessName'],
      ['ParentImage', 'ParentProcessName'],
      ['IntegrityLevel', 'MandatoryLabel'],
    ],
  },
  { category: 'ps_module', service: 'powershell', ids: [4103] },
  { category: 'ps_script', service: 'powershell', ids: [4104] },
  { category: 'ps_classic_start', service: 'powershell-classic', ids: [400] },
  { category: 'ps_classic_provider_start', service: 'powershell-classic', ids: [600] },
  { category: 'ps_classic_script', service: 'powershell-classic', ids: [800] },
  {
    category: 'antivirus',
    service: 'windefend',
    ids: [1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116],
    anyProduct: true,
    names: [
      ['Signature', 'ThreatName'],
      ['Filename', 'Path'],
    ],
  },
];
