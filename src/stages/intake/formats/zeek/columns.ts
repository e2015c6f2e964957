/** Columns of Zeek's TSV logs in the order of its default scripts. What follows the ones listed here differs by version and is left out. */
const CONNECTION = 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p';
const FILE =
  'source depth analyzers mime_type filename duration local_orig is_orig seen_bytes total_bytes missing_bytes overflow_bytes timedout parent_fuid md5 sha1 sha256 extracted';
const DNS = 'query qclass qclass_name qtype qtype_name rcode rcode_name AA TC RD RA Z answers TTLs rejected';

const ORDERS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    connection: CONNECTION,
    conn: `${CONNECTION} proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents`,
    dns: `${CONNECTION} proto trans_id rtt ${DNS}`,
    dns_without_rtt: `${CONNECTION} proto trans_id ${DNS}`,
    http: `${CONNECTION} trans_depth method host uri referrer version user_agent origin request_body_len response_body_len status_code status_msg info_code info_msg tags username password proxied orig_fuids orig_filenames orig_mime_types resp_fuids resp_filenames resp_mime_types`,
    http_without_version: `${CONNECTION} trans_depth method host uri referrer user_agent request_body_len response_body_len status_code status_msg info_code info_msg filename tags username password proxied orig_fuids orig_mime_types resp_fuids resp_mime_types`,
    ssl: `${CONNECTION} version cipher curve server_name resumed last_alert next_protocol established`,
    files: `ts fuid tx_hosts rx_hosts conn_uids ${FILE}`,
    files_of_connection: `ts fuid uid id.orig_h id.orig_p id.resp_h id.resp_p ${FILE}`,
    weird: `${CONNECTION} name addl notice peer`,
    notice: `${CONNECTION} fuid file_mime_type file_desc proto note msg sub src dst p n peer_descr actions`,
  }).map(([log, names]) => [log, names.split(' ')]),
);

/** Columns of a row; of a log that is not listed those of its connection; null where it names none. */
export function columnsOf(log: string, cells: readonly string[]): readonly string[] | null {
  const order = ORDERS.get(variantOf(log, cells));
  return order ?? (UID.test(cells[1] ?? '') ? (ORDERS.get('connection') ?? null) : null);
}

const HTTP_COLUMNS = 30;

/** Some logs gained columns in their midst; the cells tell. */
function variantOf(log: string, cells: readonly string[]): string {
  if (log === 'files' && UID.test(cells[2] ?? '')) return 'files_of_connection';
  if (log === 'dns' && NUMBER.test(cells[9] ?? '')) return 'dns_without_rtt';
  if (log === 'http' && cells.length < HTTP_COLUMNS && !VERSION.test(cells[11] ?? '')) return 'http_without_version';
  return log;
}

const UID = /^C[0-9A-Za-z]{6,24}$/;
const TIME = /^\d{9,10}\.\d{1,9}$/;
const NUMBER = /^\d{1,5}$/;
const VERSION = /^\d\.\d$/;
const PROTOCOL = /^(?:tcp|udp|icmp)$/;
const STATE = /^(?:S[0-3]|SF|REJ|RSTO|RSTR|RSTOS0|RSTRH|SH|SHR|OTH)$/;
const METHOD = /^(?:GET|POST|PUT|HEAD|DELETE|OPTIONS|PATCH|CONNECT|TRACE|PROPFIND|SEARCH)$/;
const TLS = /^(?:SSLv\d+|TLSv\d+|DTLSv\d+)$/;

/** Whether a bare row begins with time, uid and two ends as most logs do. */
export const isConnectionRow = (cells: readonly string[]): boolean =>
  TIME.test(cells[0] ?? '') && UID.test(cells[1] ?? '') && NUMBER.test(cells[3] ?? '') && NUMBER.test(cells[5] ?? '');

/** The log type of such a row by its cells; '' where they do not tell. */
export function guessLog(cells: readonly string[]): string {
  if (PROTOCOL.test(cells[6] ?? '')) return STATE.test(cells[11] ?? '') ? 'conn' : cells.length > 20 ? 'dns' : '';
  if (METHOD.test(cells[7] ?? '') && !cells[8]?.startsWith('sip:')) return 'http';
  return TLS.test(cells[6] ?? '') ? 'ssl' : '';
}
