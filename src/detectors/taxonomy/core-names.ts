/** Sigma's names for the core facts of an event, where its own fields do not bear them. */
import type { EventCore } from '../../domain/contracts.gen.ts';
import type { FieldsDraft } from './fields-draft.ts';

type CoreName = {
  [K in keyof EventCore]: EventCore[K] extends string | number ? K : never;
}[keyof EventCore];
type Facts = readonly (readonly [name: string, of: CoreName])[];

const PROCESS: Facts = [
  ['Image', 'process'],
  ['User', 'user'],
];
const CREATION: Facts = [...PROCESS, ['CommandLine', 'commandLine'], ['ParentImage', 'parent']];
const FILE: Facts = [...PROCESS, ['TargetFilename', 'file']];
const LOADED: Facts = [...PROCESS, ['ImageLoaded', 'file']];
const REGISTRY: Facts = [...PROCESS, ['TargetObject', 'file']];
const CONNECTION: Facts = [
  ...PROCESS,
  ['SourceIp', 'srcIp'],
  ['SourcePort', 'srcPort'],
  ['DestinationIp', 'dstIp'],
  ['DestinationPort', 'dstPort'],
  ['DestinationHostname', 'domain'],
];
const REQUEST: Facts = [
  ['c-uri', 'url'],
  ['cs-host', 'domain'],
  ['c-ip', 'srcIp'],
  ['dst_ip', 'dstIp'],
  ['cs-username', 'user'],
];

const FACTS: ReadonlyMap<string, Facts> = new Map([
  ['process_creation', CREATION],
  ['process_termination', PROCESS],
  ['file_event', FILE],
  ['file_change', FILE],
  ['file_delete', FILE],
  ['file_rename', FILE],
  ['file_access', FILE],
  ['image_load', LOADED],
  ['driver_load', LOADED],
  ['registry_event', REGISTRY],
  ['registry_add', REGISTRY],
  ['registry_set', REGISTRY],
  ['registry_delete', REGISTRY],
  ['registry_rename', REGISTRY],
  ['network_connection', CONNECTION],
  ['dns_query', [...PROCESS, ['QueryName', 'domain']]],
  ['dns', [['query', 'domain']]],
  ['proxy', REQUEST],
  ['webserver', REQUEST],
]);

/** Adds the names that rules of the category use. */
export function nameCore(event: EventCore, category: string, draft: FieldsDraft): void {
  for (const [name, of] of FACTS.get(category) ?? []) {
    const value = event[of];
    if (value !== 0) draft.add(name, String(value));
  }
}
