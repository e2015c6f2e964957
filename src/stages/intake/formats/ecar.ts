import type { EventClass, EventOutcome } from '../../../domain/contracts.gen.ts';
import { flatten } from '../fields.ts';
import type { Format, Mapped } from '../format.ts';
import { parseTime } from '../parse-time.ts';
import { address, firstText, part, port, text } from '../read-value.ts';

type Json = Readonly<Record<string, unknown>>;

const CLASSES: ReadonlyMap<string, EventClass> = new Map(
  Object.entries<EventClass>({
    PROCESS: 'process',
    THREAD: 'process',
    MODULE: 'module',
    DRIVER: 'driver',
    FLOW: 'network',
    HTTP: 'http',
    FILE: 'file',
    REGISTRY: 'registry',
    SERVICE: 'service',
    TASK: 'task',
    SHELL: 'script',
    SCRIPT: 'script',
    USER_SESSION: 'auth',
    AUTHENTICATION: 'auth',
    USER: 'account',
    EMAIL: 'other',
  }),
);

/** Sigma's category by object and action. */
const CATEGORIES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    'PROCESS CREATE': 'process_creation',
    'PROCESS TERMINATE': 'process_termination',
    'PROCESS OPEN': 'process_access',
    'PROCESS ACCESS': 'process_access',
    'THREAD REMOTE_CREATE': 'create_remote_thread',
    'MODULE LOAD': 'image_load',
    'DRIVER LOAD': 'driver_load',
    'FLOW CONNECT': 'network_connection',
    'FLOW START': 'network_connection',
    'FLOW MESSAGE': 'network_connection',
    'FILE CREATE': 'file_event',
    'FILE WRITE': 'file_event',
    'FILE MODIFY': 'file_event',
    'FILE RENAME': 'file_rename',
    'FILE DELETE': 'file_delete',
    'FILE READ': 'file_access',
    'REGISTRY ADD': 'registry_add',
    'REGISTRY CREATE': 'registry_add',
    'REGISTRY MODIFY': 'registry_set',
    'REGISTRY EDIT': 'registry_set',
    'REGISTRY REMOVE': 'registry_delete',
    'REGISTRY DELETE': 'registry_delete',
  }),
);

/** EDR records in the data model of MITRE CAR: object, action, properties. */
export const ecar: Format = {
  name: 'ecar',
  hints: ['ecar', 'car', 'edr'],
  recognises: ({ json }) =>
    json !== null &&
    typeof json.object === 'string' &&
    typeof json.action === 'string' &&
    (json.properties !== undefined || json.objectID !== undefined),
  map({ json, envelope }): Mapped | null {
    if (json === null || typeof json.object !== 'string' || typeof json.action !== 'string') return null;
    const object = json.object.toUpperCase();
    const action = json.action.toUpperCase();
    const properties = part(json, 'properties');
    const fields = flatten(json);
    const tainted = Object.keys(fields).filter((key) => HOSTILE.has(key));
    underSigmaNames(object, properties, fields, tainted);
    const of = CLASSES.get(object) ?? 'other';
    return {
      time: parseTime(json.timestamp_ms ?? json.timestamp),
      class: of,
      action: action.toLowerCase(),
      outcome: outcomeOf(properties, of, action),
      id: text(json.id),
      host: firstText(json.hostname, envelope.host),
      user: firstText(json.principal, properties.user),
      process: imageOf(properties),
      parent: text(properties.parent_image_path),
      commandLine: of === 'process' ? text(properties.command_line) : firstText(properties.payload, properties.script),
      srcIp: address(properties.src_ip),
      srcPort: port(properties.src_port),
      dstIp: address(properties.dst_ip ?? properties.dest_ip),
      dstPort: port(properties.dst_port ?? properties.dest_port),
      file: fileOf(properties, of),
      domain: text(properties.dst_hostname),
      hash: firstText(properties.sha256_hash, properties.sha256, properties.md5_hash, properties.md5),
      code: `ecar:${object}_${action}`.toLowerCase(),
      logsource: {
        product: systemOf(imageOf(properties)),
        category: CATEGORIES.get(`${object} ${action}`) ?? '',
        service: '',
      },
      fields,
      tainted: [...TAINTED_CORE, ...tainted],
    };
  },
};

const TAINTED_CORE = ['process', 'parent', 'commandLine', 'file', 'domain'];
const HOSTILE: ReadonlySet<string> = new Set(
  `image_path parent_image_path command_line parent_command_line file_path new_path module_path registry_key
  registry_value target_image_path payload script dst_hostname call_trace`
    .split(/\s+/)
    .map((name) => `properties.${name}`),
);

const imageOf = (properties: Json): string => firstText(properties.image_path, properties.exe);

/** An EDR runs on every system; the shape of the path tells which. */
const systemOf = (image: string): string => (image.startsWith('/') ? 'linux' : 'windows');

function outcomeOf(properties: Json, of: EventClass, action: string): EventOutcome {
  const said = text(properties.outcome).toLowerCase();
  if (said !== '') return said === 'failure' ? 'failure' : said === 'success' ? 'success' : 'unknown';
  return of === 'auth' && action !== 'LOGOUT' ? 'unknown' : 'success';
}

function fileOf(properties: Json, of: EventClass): string {
  if (of === 'registry') return firstText(properties.registry_key, properties.key);
  if (of === 'process') return text(properties.target_image_path);
  return firstText(properties.file_path, properties.module_path, properties.task_name, properties.name);
}

/** CAR property by the name that rules use for it. */
const SIGMA_NAMES: Readonly<Record<string, string>> = {
  image_path: 'Image',
  command_line: 'CommandLine',
  parent_image_path: 'ParentImage',
  parent_command_line: 'ParentCommandLine',
  src_ip: 'SourceIp',
  src_port: 'SourcePort',
  dst_ip: 'DestinationIp',
  dst_port: 'DestinationPort',
  dst_hostname: 'DestinationHostname',
  registry_key: 'TargetObject',
  registry_value: 'Details',
  target_image_path: 'TargetImage',
  granted_access: 'GrantedAccess',
  call_trace: 'CallTrace',
};

function underSigmaNames(object: string, properties: Json, fields: Record<string, string>, tainted: string[]): void {
  const names: [string, string][] = Object.entries(SIGMA_NAMES);
  names.push(['file_path', object === 'MODULE' ? 'ImageLoaded' : 'TargetFilename']);
  for (const [property, name] of names) {
    const value = text(properties[property]);
    const sigma = name === 'Image' && properties.target_image_path !== undefined ? 'SourceImage' : name;
    if (value === '') continue;
    fields[sigma] = value;
    if (HOSTILE.has(`properties.${property}`)) tainted.push(sigma);
  }
  if (fields.principal !== undefined) fields.User = fields.principal;
}
