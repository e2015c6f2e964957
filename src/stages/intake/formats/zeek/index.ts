import { isObject } from '../../bounded-json.ts';
import { type Fields, flatten } from '../../fields.ts';
import type { Candidate, Format, Mapped } from '../../format.ts';
import { parseTime } from '../../parse-time.ts';
import { address, firstText, port } from '../../read-value.ts';
import { isConnectionRow } from './columns.ts';
import { classOf, logOf } from './logs.ts';
import { actionOf, outcomeOf } from './outcome.ts';
import { rowOf } from './tsv.ts';

type Json = Readonly<Record<string, unknown>>;

const LOGS =
  'conn dns http ssl files weird notice x509 ocsp dhcp ntp pe smb_files smb_mapping kerberos ntlm ssh rdp ftp smtp dce_rpc tunnel intel software known_hosts known_services sip snmp';

/** Zeek's logs, as JSON or as rows of a TSV file. The sensor is the observer; the entity is the address that opened the connection. */
export const zeek: Format = {
  name: 'zeek',
  hints: ['zeek', 'bro', ...LOGS.split(' ').map((log) => `zeek_${log}`)],
  recognises: ({ json, text, hint }) => (json === null ? isRow(text, hint) : isRecord(json, hint)),
  map(candidate): Mapped | null {
    const record = recordOf(candidate);
    return record && mapRecord(record.json, record.log, candidate.envelope.host);
  },
};

const isRecord = (json: Json, hint: string): boolean =>
  json.ts !== undefined &&
  (hint.startsWith('zeek') ||
    typeof json._path === 'string' ||
    json['id.orig_h'] !== undefined ||
    (isObject(json.id) && json.id.orig_h !== undefined) ||
    json.fuid !== undefined);

const isRow = (text: string, hint: string): boolean =>
  text.includes('\t') && (hint.startsWith('zeek') || isConnectionRow(text.slice(0, 400).split('\t', 6)));

function recordOf({ json, text, hint }: Candidate): { json: Json; log: string } | null {
  if (json !== null) return { json, log: logOf(json, hint) };
  const row = rowOf(text, hint, []);
  return row && { json: row.record, log: row.log };
}

/** Without a time a record is no Zeek record. */
function mapRecord(json: Json, log: string, sensor: string): Mapped | null {
  const time = parseTime(json.ts);
  if (time === null) return null;
  const { fields, lists } = flatten(json);
  const of = classOf(log);
  const tainted = [...TAINTED_CORE, ...Object.keys(fields).filter((key) => HOSTILE.has(key))];
  const upload = fields.is_orig === 'true' || fields.is_orig === 'T';
  return {
    time,
    class: of,
    action: actionOf(log, fields),
    outcome: outcomeOf(log, fields),
    id: idOf(log, fields),
    observer: firstText(fields._system_name, sensor),
    user: firstText(fields.username, fields.user, fields.client),
    srcIp: firstAddress(
      fields['id.orig_h'],
      fields.client_addr,
      fields.src,
      upload ? fields.tx_hosts : fields.rx_hosts,
    ),
    srcPort: port(fields['id.orig_p']),
    dstIp: firstAddress(
      fields['id.resp_h'],
      fields.server_addr,
      fields.dst,
      upload ? fields.rx_hosts : fields.tx_hosts,
    ),
    dstPort: port(fields['id.resp_p']),
    file: of === 'file' ? firstText(fields.filename, fields.name, fields.path, fields.arg) : '',
    domain: domainOf(log, fields),
    url: log === 'http' ? urlOf(fields) : '',
    hash: firstText(fields.sha256, fields.sha1, fields.md5),
    code: `zeek:${log || 'unknown'}`,
    logsource: { product: 'zeek', category: log === 'dns' ? 'dns' : log === 'http' ? 'proxy' : '', service: log },
    fields,
    lists,
    tainted,
  };
}

const TAINTED_CORE = ['user', 'file', 'domain', 'url'];
const HOSTILE: ReadonlySet<string> = new Set(
  `query answers host uri referrer user_agent origin username password status_msg info_msg orig_filenames resp_filenames
  filename server_name subject issuer client_subject client_issuer certificate.subject certificate.issuer san.dns
  host_name client_fqdn domain addl sub msg name path user client service request_path mailfrom rcptto from to subject
  helo arg cookie client_dig_product_id unparsed_version`.split(/\s+/),
);

/** Several records share a connection's uid: the time and the place inside the connection tell them apart. */
function idOf(log: string, fields: Fields): string {
  const uid = firstText(fields.uid, fields.fuid, fields.id, fields.uids);
  const place = fields.trans_depth ?? fields.trans_id ?? fields.fuid ?? fields.name ?? '';
  return uid === '' ? '' : `zeek/${log}/${uid.slice(0, 60)}/${fields.ts}/${place.slice(0, 60)}`;
}

/** Older file logs name all hosts of a transfer; the first one stands for them. */
function firstAddress(...values: readonly (string | undefined)[]): string {
  for (const value of values) {
    const found = value === undefined ? '' : address(value.split(LIST, 1)[0]);
    if (found !== '') return found;
  }
  return '';
}
const LIST = /[\n,]/;

const domainOf = (log: string, fields: Fields): string =>
  log === 'http'
    ? firstText(fields.host)
    : firstText(fields.query, fields.server_name, log === 'dhcp' ? fields.host_name : '');

function urlOf(fields: Fields): string {
  const path = fields.uri ?? '';
  return path.startsWith('/') && fields.host !== undefined ? `http://${fields.host}${path}` : path;
}
