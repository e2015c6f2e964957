/** Columns of Zeek's TSV logs in the order of its default scripts. What follows the ones listed here differs by version and is left out. */
const CONNECTION = 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p';

const ORDERS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    conn: `${CONNECTION} proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents`,
    dns: `${CONNECTION} proto trans_id rtt query qclass qclass_name qtype qtype_name rcode rcode_name AA TC RD RA Z answers TTLs rejected`,
    http: `${CONNECTION} trans_depth method host uri referrer version user_agent origin request_body_len response_body_len status_code status_msg info_code info_msg tags username password proxied orig_fuids orig_filenames orig_mime_types resp_fuids resp_filenames resp_mime_types`,
    ssl: `${CONNECTION} version cipher curve server_name resumed last_alert next_protocol established`,
    files:
      'ts fuid tx_hosts rx_hosts conn_uids source depth analyzers mime_type filename duration local_orig is_orig seen_bytes total_bytes missing_bytes overflow_bytes timedout parent_fuid md5 sha1 sha256 extracted',
    files_by_connection:
      'ts fuid uid id.orig_h id.orig_p id.resp_h id.resp_p source depth analyzers mime_type filename duration local_orig is_orig seen_bytes total_bytes missing_bytes overflow_bytes timedout parent_fuid md5 sha1 sha256 extracted',
    weird: `${CONNECTION} name addl notice peer`,
    notice: `${CONNECTION} fuid file_mime_type file_desc proto note msg sub src dst p n peer_descr actions`,
  }).map(([log, names]) => [log, names.split(' ')]),
);

/** Columns of a row whose log is known; null where the log is not one of those above. */
export function columnsOf(log: string, cells: readonly string[]): readonly string[] | null {
  const byConnection = log === 'files' && UID.test(cells[2] ?? '');
  return ORDERS.get(byConnection ? 'files_by_connection' : log) ?? null;
}

const UID = /^C[0-9A-Za-z]{6,24}$/;
const TIME = /^\d{9,10}\.\d{1,9}$/;
const PROTOCOL = /^(?:tcp|udp|icmp)$/;
const STATE = /^(?:S[0-3]|SF|REJ|RSTO|RSTR|RSTOS0|RSTRH|SH|SHR|OTH)$/;
const METHOD = /^[A-Z]{3,12}$/;
const TLS = /^(?:SSLv\d+|TLSv\d+|DTLSv\d+)$/;

/** The log type of a bare row by its cells; '' where it is none that can be told. */
export function guessLog(cells: readonly string[]): string {
  if (cells.length < 10 || !TIME.test(cells[0] ?? '') || !UID.test(cells[1] ?? '')) return '';
  if (PROTOCOL.test(cells[6] ?? '')) return STATE.test(cells[11] ?? '') ? 'conn' : cells.length > 20 ? 'dns' : '';
  if (METHOD.test(cells[7] ?? '')) return 'http';
  return TLS.test(cells[6] ?? '') ? 'ssl' : '';
}
