import type { EventOutcome } from '../../../../domain/contracts.gen.ts';
import { addressOf, portOf } from './address.ts';
import { between, type Facts, type Fields, put, wordEnd } from './line.ts';

const TAINTED = ['user', 'message'];
const SERVICES: Readonly<Record<string, number>> = { ssh: 22, telnet: 23, http: 80, https: 443, console: 0 };

/** The text behind ` name = ` or ` name: `, up to the mark that ends a value. */
function valueBehind(text: string, name: string): string {
  const at = text.indexOf(name);
  if (at < 0) return '';
  const from = at + name.length;
  const end = text.indexOf(' : ', from);
  return (end < 0 ? text.slice(from) : text.slice(from, end)).trim();
}

/** `AAA user authentication Rejected : reason = R : server = S : user = U : user IP = A`. */
function aaa(text: string, fields: Fields): Facts {
  const rejected = /Rejected|REJECT|locked out|failed/i.test(text.slice(0, 96));
  put(fields, 'reason', valueBehind(text, 'reason = '));
  put(fields, 'server', valueBehind(text, 'server = '));
  const user = (valueBehind(text, ': user = ') || valueBehind(text, ': User = ')).replace(/^'([^']{0,200})'$/, '$1');
  const srcIp = addressOf(valueBehind(text, 'user IP = '));
  return logon(user, srcIp, rejected ? 'failure' : 'success');
}

function logon(user: string, srcIp: string, outcome: EventOutcome): Facts {
  return { class: 'auth', action: 'logon', outcome, user, srcIp, tainted: TAINTED };
}

/** `Login denied from A/p to outside:B/ssh for user "U"`. */
function login(text: string, permitted: boolean): Facts {
  const source = text.slice(text.indexOf(' from ') + 6, wordEnd(text, text.indexOf(' from ') + 6));
  const slash = source.lastIndexOf('/');
  const user = between(text, ' for user "', '"');
  const target = text.slice(text.indexOf(' to ') + 4, wordEnd(text, text.indexOf(' to ') + 4));
  const place = target.slice(target.indexOf(':') + 1);
  const service = place.slice(place.lastIndexOf('/') + 1);
  return {
    ...logon(user, addressOf(source.slice(0, slash < 0 ? source.length : slash)), permitted ? 'success' : 'failure'),
    srcPort: slash < 0 ? 0 : portOf(source.slice(slash + 1)),
    dstIp: addressOf(place.slice(0, Math.max(place.lastIndexOf('/'), 0))),
    dstPort: Object.hasOwn(SERVICES, service) ? (SERVICES[service] ?? 0) : portOf(service),
  };
}

/** `Group <G> User <U> IP <A> ...` of the VPN. */
function vpn(text: string, fields: Fields): Facts {
  put(fields, 'group', between(text, 'Group <', '>'));
  const user = between(text, 'User <', '>');
  const srcIp = addressOf(between(text, 'IP <', '>'));
  if (/Authentication: rejected/i.test(text)) return logon(user, srcIp, 'failure');
  if (/Authentication: successful/i.test(text)) return logon(user, srcIp, 'success');
  const ended = /terminated|disconnected/i.test(text);
  return { ...logon(user, srcIp, 'success'), action: ended ? 'session_close' : 'session_open' };
}

/** `Group = G, Username = U, IP = A, Session disconnected. Session Type: T, Duration: D, ...`. */
function vpnEnd(text: string, fields: Fields): Facts {
  put(fields, 'group', between(text, 'Group = ', ','));
  put(fields, 'duration', between(text, 'Duration: ', ','));
  put(fields, 'reason', text.includes('Reason: ') ? text.slice(text.indexOf('Reason: ') + 8) : '');
  const facts = logon(between(text, 'Username = ', ','), addressOf(between(text, 'IP = ', ',')), 'success');
  return { ...facts, action: 'session_close' };
}

/** `User 'U' executed the 'C' command.` and `User 'U', running 'CLI' from IP A, executed 'C'`. */
function command(text: string, fields: Fields): Facts {
  const at = text.indexOf('executed');
  const rest = at < 0 ? '' : text.slice(at);
  const quote = rest.indexOf("'");
  const close = rest.lastIndexOf("'");
  const line = close > quote ? rest.slice(quote + 1, close) : rest.slice(rest.indexOf(':') + 1).trim();
  put(fields, 'command', line);
  const srcIp = addressOf(between(text, ' from IP ', ','));
  const tainted = ['commandLine', 'command', 'message'];
  return {
    class: 'process',
    action: 'command',
    outcome: 'success',
    user: between(text, "User '", "'"),
    srcIp,
    commandLine: line,
    tainted,
  };
}

/** `User authentication failed: IP address: A, Uname: U`; `New user added to local dbase: Uname: U Priv: 15`. */
function named(text: string): string {
  const at = text.indexOf('Uname: ');
  return at < 0 ? '' : text.slice(at + 7, wordEnd(text, at + 7));
}

function account(action: string) {
  return (text: string): Facts => ({
    class: 'account',
    action,
    outcome: 'success',
    user: named(text),
    tainted: TAINTED,
  });
}

function deviceLogin(outcome: EventOutcome) {
  return (text: string): Facts => logon(named(text), addressOf(between(text, 'IP address: ', ',')), outcome);
}

/** The firewall's own detection: scans, intrusion signatures, botnet addresses. */
function finding(text: string): Facts {
  const from = text.indexOf(' from ');
  const to = text.indexOf(' to ', from);
  const srcIp = from < 0 ? '' : addressOf(text.slice(from + 6, wordEnd(text, from + 6)));
  const dstIp = from < 0 || to < 0 ? '' : addressOf(text.slice(to + 4, wordEnd(text, to + 4)));
  return { class: 'finding', action: 'alert', srcIp, dstIp, tainted: ['message'] };
}

type Reader = (text: string, fields: Fields) => Facts;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...['113004', '113005', '113006', '113008', '113009', '113012', '113014', '113015', '109005', '109006'].map(
    (id) => [id, aaa] as const,
  ),
  ...['716001', '716002', '716038', '716039', '722022', '722023', '722033', '722051', '113039', '722037'].map(
    (id) => [id, vpn] as const,
  ),
  ['113019', vpnEnd],
  ['605004', (text) => login(text, false)],
  ['605005', (text) => login(text, true)],
  ...['111008', '111009', '111010'].map((id) => [id, command] as const),
  ['502101', account('user_create')],
  ['502102', account('user_delete')],
  ['502103', account('privilege_change')],
  ['611101', deviceLogin('success')],
  ['611102', deviceLogin('failure')],
  ...['733100', '733101', '733102', '338001', '338002', '338003', '338004', '338006', '338008'].map(
    (id) => [id, finding] as const,
  ),
]);

/** Reads the messages about logins, sessions, commands and the firewall's own findings; null for the others. */
export function readAsaAdmin(id: string, text: string, fields: Fields): Facts | null {
  const reader = READERS.get(id) ?? (id >= '400000' && id < '400060' ? finding : undefined);
  return reader === undefined ? null : reader(text, fields);
}
