import type { EventClass } from '../../../../domain/contracts.gen.ts';

/** Zeek's log types and what they tell of; connections of any other protocol are network events. */
const CLASSES: ReadonlyMap<string, EventClass> = new Map(
  Object.entries<EventClass>({
    conn: 'network',
    dns: 'dns',
    http: 'http',
    ssl: 'tls',
    x509: 'tls',
    ocsp: 'tls',
    files: 'file',
    pe: 'file',
    smb_files: 'file',
    smb_mapping: 'file',
    ftp: 'file',
    notice: 'finding',
    intel: 'finding',
    signatures: 'finding',
    kerberos: 'auth',
    ntlm: 'auth',
    ssh: 'auth',
    rdp: 'auth',
    radius: 'auth',
    ldap: 'auth',
    software: 'log',
    known_hosts: 'log',
    known_services: 'log',
    known_certs: 'log',
    reporter: 'log',
    stats: 'log',
  }),
);

export const classOf = (log: string): EventClass => CLASSES.get(log) ?? 'network';

type Json = Readonly<Record<string, unknown>>;

/** A field that only one log type has, for records that do not say which they are. */
const TELLTALES: readonly (readonly [field: string, log: string])[] = [
  ['conn_state', 'conn'],
  ['qclass', 'dns'],
  ['query', 'dns'],
  ['trans_id', 'dns'],
  ['note', 'notice'],
  ['trans_depth', 'http'],
  ['cipher', 'ssl'],
  ['server_name', 'ssl'],
  ['ssl_history', 'ssl'],
  ['certStatus', 'ocsp'],
  ['certificate.subject', 'x509'],
  ['fuid', 'files'],
  ['compile_ts', 'pe'],
  ['msg_types', 'dhcp'],
  ['stratum', 'ntp'],
  ['auth_attempts', 'ssh'],
  ['request_type', 'kerberos'],
  ['peer', 'weird'],
];

/** The log type: what the record says, else the hint (`zeek_conn`), else told by its fields; '' where none does. */
export function logOf(json: Json, hint: string): string {
  if (typeof json._path === 'string' && NAME.test(json._path)) return json._path;
  if (hint.startsWith('zeek_') && NAME.test(hint.slice(5))) return hint.slice(5);
  for (const [field, log] of TELLTALES) if (json[field] !== undefined) return log;
  return '';
}
const NAME = /^[a-z0-9_]{1,30}$/;
