import { addressOf, portOf } from './address.ts';
import { type Facts, type Fields, put, wordEnd } from './line.ts';

interface Endpoint {
  readonly zone: string;
  readonly ip: string;
  readonly port: number;
}

/** `inside:10.0.0.1/53`, `10.0.0.1/53`, `inside/10.0.0.1(53)` or a bare address. */
function endpointOf(word: string): Endpoint {
  const bracket = word.endsWith(')') ? word.indexOf('(') : -1;
  if (bracket > 0) {
    const slash = word.lastIndexOf('/', bracket);
    return {
      zone: word.slice(0, Math.max(slash, 0)),
      ip: addressOf(word.slice(slash + 1, bracket)),
      port: portOf(word.slice(bracket + 1, -1)),
    };
  }
  const slash = word.lastIndexOf('/');
  const place = slash < 0 ? word : word.slice(0, slash);
  const whole = addressOf(place);
  const colon = whole === '' ? place.indexOf(':') : -1;
  const ip = whole === '' ? addressOf(place.slice(colon + 1)) : whole;
  return { zone: colon < 0 ? '' : place.slice(0, colon), ip, port: slash < 0 ? 0 : portOf(word.slice(slash + 1)) };
}

/** The word behind the first `mark` at or behind `from`. */
function wordBehind(text: string, mark: string, from = 0): string {
  const at = text.indexOf(mark, from);
  return at < 0 ? '' : text.slice(at + mark.length, wordEnd(text, at + mark.length));
}

function putWord(fields: Fields, key: string, text: string, mark: string): void {
  put(fields, key, wordBehind(text, mark));
}

function route(source: Endpoint, target: Endpoint, fields: Fields): Partial<Facts> {
  put(fields, 'src_interface', source.zone);
  put(fields, 'dst_interface', target.zone);
  return { srcIp: source.ip, srcPort: source.port, dstIp: target.ip, dstPort: target.port };
}

/**
 * Whether the second side asked the first. The firewall names the outside first, whoever began, and a teardown names no
 * direction: so the ports tell, for only servers have low ones, and then the direction.
 */
function isReversed(first: Endpoint, second: Endpoint, direction: string): boolean {
  const known = first.port !== 0 && second.port !== 0;
  if (known && first.port < 1024 !== second.port < 1024) return first.port < 1024;
  if (direction !== '') return direction === 'outbound' && first.zone === 'outside';
  return known && first.port < 32_768 && second.port >= 32_768;
}

/** `Built inbound TCP connection 9 for A (mapped) to B (mapped)` and `Teardown TCP connection 9 for A to B duration ...`. */
function connection(text: string, fields: Fields): Facts {
  const words = text.slice(0, 96).split(' ', 6);
  const built = words[0] === 'Built';
  const at = text.indexOf(' for ');
  const first = endpointOf(wordBehind(text, ' for '));
  const second = endpointOf(wordBehind(text, ' to ', at));
  const direction = built ? (words[1] ?? '') : '';
  put(fields, 'direction', direction);
  put(fields, 'protocol', (words[built ? 2 : 1] ?? '').toLowerCase());
  putWord(fields, 'connection_id', text, ' connection ');
  putWord(fields, 'duration', text, ' duration ');
  putWord(fields, 'bytes', text, ' bytes ');
  const reason = built ? '' : reasonOf(text);
  put(fields, 'reason', reason);
  const [source, target] = isReversed(first, second, direction) ? [second, first] : [first, second];
  const outcome = built ? 'success' : reason === 'SYN Timeout' ? 'failure' : 'unknown';
  return { class: 'network', action: built ? 'connect' : 'disconnect', outcome, ...route(source, target, fields) };
}

/** What stands behind `bytes N `. */
function reasonOf(text: string): string {
  const at = text.indexOf(' bytes ');
  return at < 0 ? '' : text.slice(wordEnd(text, at + 7) + 1);
}

/** `Built inbound ICMP connection for faddr A/8 gaddr B/0 laddr C/0`: the numbers are type and code, not ports. */
function icmp(text: string, fields: Fields): Facts {
  const built = text.startsWith('Built');
  const foreign = endpointOf(wordBehind(text, ' faddr ')).ip;
  const local = endpointOf(wordBehind(text, ' laddr ')).ip;
  put(fields, 'protocol', 'icmp');
  const outbound = text.includes(' outbound ');
  put(fields, 'direction', built ? (outbound ? 'outbound' : 'inbound') : '');
  const [srcIp, dstIp] = outbound ? [local, foreign] : [foreign, local];
  return {
    class: 'network',
    action: built ? 'connect' : 'disconnect',
    outcome: built ? 'success' : 'unknown',
    srcIp,
    dstIp,
  };
}

/** `Built dynamic TCP translation from inside:A/p to outside:B/q`. */
function translation(text: string, fields: Fields): Facts {
  const from = text.indexOf(' from ');
  const source = endpointOf(wordBehind(text, ' from '));
  const mapped = endpointOf(wordBehind(text, ' to ', from));
  put(fields, 'protocol', wordBehind(text, ' ', text.indexOf(' ') + 1).toLowerCase());
  put(fields, 'mapped_ip', mapped.ip);
  if (mapped.port > 0) put(fields, 'mapped_port', `${mapped.port}`);
  const action = text.startsWith('Built') ? 'nat_build' : 'nat_teardown';
  return { class: 'network', action, outcome: 'unknown', srcIp: source.ip, srcPort: source.port };
}

function denied(source: Endpoint, target: Endpoint, protocol: string, fields: Fields): Facts {
  put(fields, 'protocol', protocol.toLowerCase());
  return { class: 'network', action: 'deny', outcome: 'failure', ...route(source, target, fields) };
}

/** `Deny tcp src inside:A/p dst dmz:B/q by access-group "name" [0x0, 0x0]`. */
function denyByGroup(text: string, fields: Fields): Facts {
  const list = text.indexOf('"');
  const end = list < 0 ? -1 : text.indexOf('"', list + 1);
  if (end > 0) put(fields, 'access_list', text.slice(list + 1, end));
  const src = text.indexOf(' src ');
  return denied(
    endpointOf(wordBehind(text, ' src ')),
    endpointOf(wordBehind(text, ' dst ', src)),
    text.slice(5, wordEnd(text, 5)),
    fields,
  );
}

/** `Inbound TCP connection denied from A/p to B/q flags SYN on interface outside` and its kin. */
function denyFromTo(text: string, fields: Fields): Facts {
  const from = text.indexOf(' from ');
  const protocol = /\b(?:TCP|UDP|ICMP|GRE|ESP)\b/i.exec(text.slice(0, 64))?.[0] ?? '';
  putWord(fields, 'flags', text, ' flags ');
  putWord(fields, 'interface', text, ' interface ');
  return denied(endpointOf(wordBehind(text, ' from ')), endpointOf(wordBehind(text, ' to ', from)), protocol, fields);
}

/** `access-list NAME denied tcp inside/A(p) -> outside/B(q) hit-cnt 1 first hit [...]`. */
function accessList(text: string, fields: Fields): Facts {
  const [, name = '', verdict = '', protocol = '', from = ''] = text.slice(0, 512).split(' ', 5);
  const arrow = text.indexOf(' -> ');
  const source = endpointOf(from);
  const target = endpointOf(arrow < 0 ? '' : text.slice(arrow + 4, wordEnd(text, arrow + 4)));
  put(fields, 'access_list', name);
  put(fields, 'protocol', protocol.toLowerCase());
  putWord(fields, 'hit_count', text, ' hit-cnt ');
  const permitted = verdict === 'permitted' || verdict === 'est-allowed';
  const action = permitted ? 'permit' : 'deny';
  return { class: 'network', action, outcome: permitted ? 'success' : 'failure', ...route(source, target, fields) };
}

type Reader = (text: string, fields: Fields) => Facts;

function readers(...rows: readonly (readonly [Reader, string])[]): ReadonlyMap<string, Reader> {
  return new Map(rows.flatMap(([reader, ids]) => ids.split(' ').map((id) => [id, reader] as const)));
}

const READERS = readers(
  [connection, '302013 302014 302015 302016 302303 302304 302035 302036'],
  [icmp, '302020 302021'],
  [translation, '305009 305010 305011 305012'],
  [denyByGroup, '106023 106002'],
  [denyFromTo, '106001 106006 106007 106012 106015 106016 106017 106018 106021 710003 710005'],
  [accessList, '106100 106102'],
);

/** Reads the messages about connections, translations and denials; null for the others. */
export function readAsaTraffic(id: string, text: string, fields: Fields): Facts | null {
  const reader = READERS.get(id);
  return reader === undefined ? null : reader(text, fields);
}
