import type { EventClass, EventOutcome } from '../../../domain/contracts.gen.ts';
import { flatten } from '../fields.ts';
import type { Format, Mapped } from '../format.ts';
import { parseTime } from '../parse-time.ts';
import { address, firstText, part, port, text } from '../read-value.ts';
import { underSigmaNames } from './ecar-names.ts';

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
    const { fields, lists } = flatten(json);
    const tainted = underSigmaNames(object, properties, fields);
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
        product: systemOf(imageOf(properties) || fileOf(properties, of), of),
        category: CATEGORIES.get(`${object} ${action}`) ?? '',
        service: '',
      },
      fields,
      lists,
      tainted: [...TAINTED_CORE, ...tainted],
    };
  },
};

const TAINTED_CORE = ['process', 'parent', 'commandLine', 'file', 'domain'];

const imageOf = (properties: Json): string => firstText(properties.image_path, properties.exe);

/** An EDR runs on every system; the shape of the path tells which, where there is one. */
function systemOf(image: string, of: EventClass): string {
  if (image.startsWith('/')) return 'linux';
  return of === 'registry' || image.includes('\\') || image === 'System' ? 'windows' : '';
}

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
