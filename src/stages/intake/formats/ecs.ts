import type { EventClass, EventOutcome } from '../../../domain/contracts.gen.ts';
import { isObject } from '../bounded-json.ts';
import { type Fields, flatten } from '../fields.ts';
import type { Format, Mapped } from '../format.ts';
import { parseTime } from '../parse-time.ts';
import { account, address, firstText, port } from '../read-value.ts';

const CLASSES: ReadonlyMap<string, EventClass> = new Map(
  Object.entries<EventClass>({
    process: 'process',
    library: 'module',
    driver: 'driver',
    network: 'network',
    session: 'auth',
    authentication: 'auth',
    iam: 'account',
    file: 'file',
    registry: 'registry',
    web: 'http',
    malware: 'finding',
    intrusion_detection: 'finding',
    threat: 'finding',
    vulnerability: 'finding',
  }),
);
const NAMES = ['category', 'action', 'code', 'kind', 'type'] as const;

/** Elastic Common Schema, nested or with dotted keys, once something has filled in what kind of event it is. */
export const ecs: Format = {
  name: 'ecs',
  hints: ['ecs', 'elastic'],
  recognises({ json }) {
    if (json === null || json['@timestamp'] === undefined) return false;
    const event = json.event;
    if (isObject(event)) return NAMES.some((name) => event[name] !== undefined);
    return NAMES.some((name) => json[`event.${name}`] !== undefined);
  },
  map({ json, envelope }): Mapped | null {
    if (json === null) return null;
    const { fields, lists } = flatten(json);
    const of = classOf(fields);
    return {
      time: parseTime(fields['@timestamp']),
      class: of,
      action: firstText(fields['event.action'], fields['event.type']).toLowerCase(),
      outcome: outcomeOf(fields['event.outcome']),
      id: firstText(fields['event.id']),
      host: firstText(fields['host.hostname'], fields['host.name'], fields.host, envelope.host),
      observer: firstText(fields['observer.hostname'], fields['observer.name']),
      user: account(fields['user.domain'], fields['user.name']),
      process: firstText(fields['process.executable'], fields['process.name']),
      parent: firstText(fields['process.parent.executable'], fields['process.parent.name']),
      commandLine: firstText(fields['process.command_line'], fields['process.args']?.replaceAll('\n', ' ')),
      srcIp: address(fields['source.ip']) || address(fields['client.ip']),
      srcPort: port(fields['source.port']),
      dstIp: address(fields['destination.ip']) || address(fields['server.ip']),
      dstPort: port(fields['destination.port']),
      file: firstText(fields['file.path'], fields['dll.path'], fields['registry.path'], fields['file.name']),
      domain: firstText(
        fields['dns.question.name'],
        fields['url.domain'],
        fields['tls.client.server_name'],
        fields['destination.domain'],
      ),
      url: firstText(fields['url.full'], fields['url.original']),
      hash: firstText(
        fields['file.hash.sha256'],
        fields['process.hash.sha256'],
        fields['file.hash.md5'],
        fields['process.hash.md5'],
      ),
      code: codeOf(fields, of),
      logsource: logsourceOf(fields, of),
      fields,
      lists,
      tainted: [...TAINTED_CORE, ...Object.keys(fields).filter((key) => HOSTILE.test(key))],
    };
  },
};

/** An alert is known by the rule that raised it. */
function codeOf(fields: Fields, of: EventClass): string {
  const rule = firstText(fields['rule.id'], fields['rule.uuid'], fields['rule.name']);
  if (of === 'finding' && rule !== '') return `ecs:alert:${rule}`;
  return `ecs:${firstText(fields['event.code'], fields['event.action'], of)}`;
}

const TAINTED_CORE = ['user', 'process', 'parent', 'commandLine', 'file', 'domain', 'url'];
const HOSTILE =
  /^(?:message|process\.|file\.|dll\.|registry\.|url\.|user_agent\.|http\.|dns\.|tls\.|user\.|email\.|event\.original)/;

/** Network traffic is told apart by protocol, for its category alone does not say. */
function classOf(fields: Fields): EventClass {
  if (fields['event.kind'] === 'alert' || fields['event.kind'] === 'signal') return 'finding';
  if (fields['dns.question.name'] !== undefined) return 'dns';
  for (const category of (fields['event.category'] ?? '').split('\n')) {
    if (category === 'network' && fields['url.full'] !== undefined) return 'http';
    if (category === 'network' && fields['tls.client.server_name'] !== undefined) return 'tls';
    const of = CLASSES.get(category);
    if (of !== undefined) return of;
  }
  return fields['event.category'] === undefined && fields.message !== undefined ? 'log' : 'other';
}

const outcomeOf = (said: string | undefined): EventOutcome =>
  said === 'success' || said === 'failure' ? said : 'unknown';

const CATEGORIES: Readonly<Partial<Record<EventClass, string>>> = {
  module: 'image_load',
  driver: 'driver_load',
  network: 'network_connection',
  dns: 'dns_query',
  file: 'file_event',
  registry: 'registry_event',
  http: 'proxy',
};

function logsourceOf(fields: Fields, of: EventClass): Mapped['logsource'] {
  const product = firstText(fields['host.os.type'], fields['event.module'], fields['cloud.provider']).toLowerCase();
  const starts = /^(?:start|creation)$/m.test(fields['event.type'] ?? '');
  const category = of === 'process' ? (starts ? 'process_creation' : '') : (CATEGORIES[of] ?? '');
  return { product, category, service: firstText(fields['event.dataset'], fields['event.provider']).toLowerCase() };
}
