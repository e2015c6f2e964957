import type { EventClass, EventOutcome } from '../../../domain/contracts.gen.ts';
import { flatten } from '../fields.ts';
import type { Format, Mapped } from '../format.ts';
import { parseTime } from '../parse-time.ts';
import { address, firstText, numberOf, part, port, text } from '../read-value.ts';

type Json = Readonly<Record<string, unknown>>;

const CLASSES: ReadonlyMap<string, EventClass> = new Map(
  Object.entries<EventClass>({
    alert: 'finding',
    anomaly: 'finding',
    dns: 'dns',
    mdns: 'dns',
    http: 'http',
    http2: 'http',
    tls: 'tls',
    quic: 'tls',
    fileinfo: 'file',
    smb: 'file',
    nfs: 'file',
    ssh: 'auth',
    krb5: 'auth',
    rdp: 'auth',
    stats: 'log',
  }),
);

/** Suricata's EVE JSON. */
export const suricata: Format = {
  name: 'suricata',
  hints: ['suricata', 'eve', 'suricata_eve'],
  recognises: ({ json }) => json !== null && typeof json.event_type === 'string' && json.timestamp !== undefined,
  map({ json, envelope }): Mapped | null {
    if (json === null) return null;
    const type = text(json.event_type);
    const alert = part(json, 'alert');
    const http = part(json, 'http');
    const { fields, lists } = flatten(json);
    return {
      time: parseTime(json.timestamp),
      class: CLASSES.get(type) ?? 'network',
      action:
        type === 'alert' ? `alert_${text(alert.action) || 'allowed'}` : firstText(http.http_method, type).toLowerCase(),
      outcome: outcomeOf(json, type),
      observer: firstText(json.host, envelope.host),
      user: firstText(part(json, 'krb5').cname, part(json, 'smb').ntlmssp_user, part(json, 'ftp').user),
      srcIp: address(json.src_ip),
      srcPort: port(json.src_port),
      dstIp: address(json.dest_ip),
      dstPort: port(json.dest_port),
      file: firstText(part(json, 'fileinfo').filename, part(json, 'smb').filename),
      domain: domainOf(json),
      url: urlOf(http),
      hash: firstText(part(json, 'fileinfo').sha256, part(json, 'fileinfo').md5),
      code: type === 'alert' ? `suricata:alert:${text(alert.signature_id)}` : `suricata:${type}`,
      logsource: { product: 'suricata', category: CATEGORIES.get(type) ?? '', service: type },
      fields,
      lists,
      tainted: [...TAINTED_CORE, ...Object.keys(fields).filter((key) => HOSTILE.test(key))],
    };
  },
};

const CATEGORIES: ReadonlyMap<string, string> = new Map([
  ['dns', 'dns'],
  ['http', 'proxy'],
]);
const TAINTED_CORE = ['user', 'file', 'domain', 'url'];
/** Text that travelled over the wire, in EVE's names. */
const HOSTILE =
  /^(?:http\.(?:url|hostname|http_user_agent|http_refer|http_content_type)|dns\.|tls\.(?:sni|subject|issuerdn)|fileinfo\.filename|payload|payload_printable|smtp\.|email\.|ssh\.|smb\.|ftp\.|krb5\.|app_proto)/;

function outcomeOf(json: Json, type: string): EventOutcome {
  if (type === 'alert') return part(json, 'alert').action === 'blocked' ? 'failure' : 'success';
  if (type === 'drop') return 'failure';
  const status = numberOf(part(json, 'http').status);
  if (status > 0) return status >= 400 ? 'failure' : 'success';
  const code = text(part(json, 'dns').rcode);
  return code === '' ? 'unknown' : code === 'NOERROR' ? 'success' : 'failure';
}

/** The name asked for: version 2 of dns records has it at the top, version 3 in a list of queries. */
function domainOf(json: Json): string {
  const dns = part(json, 'dns');
  const query = Array.isArray(dns.queries) ? dns.queries[0] : Array.isArray(dns.query) ? dns.query[0] : undefined;
  const asked = typeof query === 'object' && query !== null ? query.rrname : undefined;
  return firstText(dns.rrname, asked, part(json, 'http').hostname, part(json, 'tls').sni, part(json, 'quic').sni);
}

function urlOf(http: Json): string {
  const path = text(http.url);
  const host = text(http.hostname);
  return path.startsWith('/') && host !== '' ? `http://${host}${path}` : path;
}
