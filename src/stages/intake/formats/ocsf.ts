import type { EventClass, EventOutcome } from '../../../domain/contracts.gen.ts';
import { type Fields, flatten } from '../fields.ts';
import type { Format, Mapped } from '../format.ts';
import { parseTime } from '../parse-time.ts';
import { account, address, firstText, port } from '../read-value.ts';
import { activityName } from './ocsf-activities.ts';

/** OCSF's classes by uid; what is not listed goes by its category, the thousands. */
const CLASSES: ReadonlyMap<string, EventClass> = new Map(
  Object.entries<EventClass>({
    1001: 'file',
    1002: 'driver',
    1005: 'module',
    1006: 'task',
    1007: 'process',
    1008: 'log',
    1009: 'script',
    3001: 'account',
    3006: 'account',
    4002: 'http',
    4003: 'dns',
    4005: 'auth',
    4006: 'file',
    4010: 'file',
    201001: 'registry',
    201002: 'registry',
    201004: 'service',
  }),
);
const BY_CATEGORY: readonly EventClass[] = ['other', 'other', 'finding', 'auth', 'network', 'other', 'cloud'];

/** Events in the Open Cybersecurity Schema Framework, such as security lakes keep. */
export const ocsf: Format = {
  name: 'ocsf',
  hints: ['ocsf'],
  recognises: ({ json }) => json !== null && Number.isInteger(json.class_uid) && json.time !== undefined,
  map({ json, envelope }): Mapped | null {
    if (json === null || !Number.isInteger(json.class_uid)) return null;
    const { fields, lists } = flatten(json);
    const of = classOf(fields);
    return {
      time: parseTime(json.time),
      class: of,
      action: actionOf(fields).toLowerCase(),
      outcome: outcomeOf(fields.status_id),
      id: firstText(fields['metadata.uid'], fields['finding_info.uid']),
      host: firstText(
        fields['device.hostname'],
        fields['device.name'],
        // Of a logon the host is the one that was logged on to.
        ...(of === 'auth' ? [fields['dst_endpoint.hostname'], fields['dst_endpoint.name']] : []),
        envelope.host,
      ),
      user: userOf(fields),
      process: firstText(fields['process.file.path'], fields['process.name'], fields['actor.process.file.path']),
      parent: firstText(
        fields['process.parent_process.file.path'],
        of === 'process' ? fields['actor.process.file.path'] : '',
      ),
      commandLine: firstText(fields['process.cmd_line'], of === 'process' ? '' : fields['actor.process.cmd_line']),
      srcIp: address(fields['src_endpoint.ip']),
      srcPort: port(fields['src_endpoint.port']),
      dstIp: address(fields['dst_endpoint.ip']),
      dstPort: port(fields['dst_endpoint.port']),
      file: firstText(
        fields['file.path'],
        fields['module.file.path'],
        fields['reg_key.path'],
        fields['job.name'],
        fields['file.name'],
      ),
      domain: firstText(fields['query.hostname'], fields['http_request.url.hostname'], fields['dst_endpoint.hostname']),
      url: firstText(fields['http_request.url.url_string'], fields['url.url_string']),
      hash: firstText(fields['file.hashes.value'], fields['process.file.hashes.value']).split('\n', 1)[0] ?? '',
      code: `ocsf:${fields.class_uid}`,
      logsource: {
        product: firstText(fields['device.os.type'], fields['metadata.product.name']).toLowerCase(),
        category: categoryOf(fields),
        service: '',
      },
      fields,
      lists,
      tainted: [...TAINTED_CORE, ...Object.keys(fields).filter((key) => HOSTILE.test(key))],
    };
  },
};

const TAINTED_CORE = ['user', 'process', 'parent', 'commandLine', 'file', 'domain', 'url'];
const HOSTILE =
  /(?:^|\.)(?:message|raw_data|cmd_line|path|name|url_string|hostname|user_agent|referrer|query_string|data|desc|title)$/;
const outcomeOf = (statusId: string | undefined): EventOutcome =>
  statusId === '1' ? 'success' : statusId === '2' ? 'failure' : 'unknown';

function classOf(fields: Fields): EventClass {
  const uid = fields.class_uid ?? '';
  if (uid === '4001' && fields['tls.sni'] !== undefined) return 'tls';
  return CLASSES.get(uid) ?? BY_CATEGORY[Math.floor(Number(uid) / 1_000) % 100] ?? 'other';
}

/** The name of the activity; its number is none, so where nobody names it the class's own name for it counts. */
function actionOf(fields: Fields): string {
  const named = firstText(fields.activity_name, fields['api.operation']);
  if (named !== '') return named;
  const typeName = fields.type_name ?? '';
  return typeName.includes(': ') ? typeName.slice(typeName.lastIndexOf(': ') + 2) : activityName(fields);
}

const userOf = (fields: Fields): string =>
  account(fields['user.domain'], fields['user.name']) ||
  account(fields['actor.user.domain'], fields['actor.user.name']) ||
  firstText(fields['user.uid'], fields['actor.user.uid']);

/** Sigma's category by class and activity. */
const CATEGORIES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    '1001 1': 'file_event',
    '1001 2': 'file_access',
    '1001 3': 'file_event',
    '1001 4': 'file_delete',
    '1001 5': 'file_rename',
    '1002 1': 'driver_load',
    '1005 1': 'image_load',
    '1007 1': 'process_creation',
    '1007 2': 'process_termination',
    '4001 1': 'network_connection',
    '4003 1': 'dns_query',
    '4003 2': 'dns_query',
    '201001 1': 'registry_add',
    '201001 4': 'registry_delete',
    '201001 5': 'registry_rename',
    '201002 2': 'registry_set',
    '201002 3': 'registry_set',
    '201002 4': 'registry_delete',
  }),
);
/** A request's activity is its method. */
const categoryOf = ({ class_uid, activity_id }: Fields): string =>
  class_uid === '4002' ? 'proxy' : (CATEGORIES.get(`${class_uid} ${activity_id}`) ?? '');
