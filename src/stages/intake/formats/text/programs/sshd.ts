import { addressOf, portOf } from '../address.ts';
import { type Facts, type Fields, noFields, put, wordEnd } from '../line.ts';

/** What an attempted login names; the text of the user comes from whoever knocks. */
const TAINTED = ['user', 'message'] as const;

interface Endpoint {
  readonly ip: string;
  readonly port: number;
  readonly end: number;
}

/** `ADDRESS port N` or `ADDRESS` at `at`; null where no address stands. */
function endpointAt(text: string, at: number): Endpoint | null {
  const ipEnd = wordEnd(text, at);
  const ip = addressOf(text.slice(at, ipEnd));
  if (ip === '') return null;
  if (!text.startsWith(' port ', ipEnd)) return { ip, port: 0, end: ipEnd };
  let end = ipEnd + 6;
  while (end < ipEnd + 12 && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return { ip, port: portOf(text.slice(ipEnd + 6, end)), end };
}

/** The user and address of `USER from ADDRESS port N ...`. The last ` from ` counts: a user name may hold one itself. */
function userFrom(text: string, at: number, fields: Fields): Partial<Facts> {
  const invalid = text.startsWith('invalid user ', at);
  const userAt = invalid ? at + 13 : at;
  if (invalid) put(fields, 'invalid_user', 'true');
  const from = text.lastIndexOf(' from ');
  if (from < userAt) return { user: text.slice(userAt, wordEnd(text, userAt)) };
  const end = endpointAt(text, from + 6);
  const user = text.slice(userAt, from);
  return end === null ? { user } : { user, srcIp: end.ip, srcPort: end.port };
}

function accepted(message: string, fields: Fields): Facts {
  const methodEnd = wordEnd(message, 9);
  put(fields, 'auth_method', message.slice(9, methodEnd));
  const head = message.indexOf(' from ', methodEnd);
  const user = message.slice(methodEnd + 5, Math.max(head, methodEnd + 5));
  const end = head < 0 ? null : endpointAt(message, head + 6);
  const facts: Facts = { class: 'auth', action: 'logon', outcome: 'success', user, tainted: ['message'] };
  return end === null ? facts : { ...facts, srcIp: end.ip, srcPort: end.port };
}

function failed(message: string, fields: Fields): Facts {
  const methodEnd = wordEnd(message, 7);
  put(fields, 'auth_method', message.slice(7, methodEnd));
  return {
    class: 'auth',
    action: 'logon',
    outcome: 'failure',
    tainted: TAINTED,
    ...userFrom(message, methodEnd + 5, fields),
  };
}

function invalidUser(message: string, fields: Fields): Facts {
  put(fields, 'invalid_user', 'true');
  return {
    class: 'auth',
    action: 'invalid_user',
    outcome: 'failure',
    tainted: TAINTED,
    ...userFrom(message, 13, fields),
  };
}

/** `Connection from A port N on B port M`. */
function connection(message: string): Facts {
  const from = endpointAt(message, 16);
  const facts: Facts = { class: 'network', action: 'connect', outcome: 'unknown', tainted: ['message'] };
  if (from === null) return facts;
  const to = message.startsWith(' on ', from.end) ? endpointAt(message, from.end + 4) : null;
  const source = { srcIp: from.ip, srcPort: from.port };
  return to === null ? { ...facts, ...source } : { ...facts, ...source, dstIp: to.ip, dstPort: to.port };
}

/** `Connection closed by [authenticating user U |invalid user U ]A port N`, `Disconnected from user U A port N` and their kin. */
function disconnect(message: string, at: number): Facts {
  const facts: Facts = { class: 'network', action: 'disconnect', outcome: 'unknown', tainted: TAINTED };
  const role = ['authenticating user ', 'invalid user ', 'user '].find((word) => message.startsWith(word, at));
  if (role === undefined) {
    const end = endpointAt(message, at);
    return end === null ? facts : { ...facts, srcIp: end.ip, srcPort: end.port };
  }
  const port = message.lastIndexOf(' port ');
  const space = port < 0 ? -1 : message.lastIndexOf(' ', port - 1);
  const userAt = at + role.length;
  const end = space <= userAt ? null : endpointAt(message, space + 1);
  if (end === null) return facts;
  return { ...facts, user: message.slice(userAt, space), srcIp: end.ip, srcPort: end.port };
}

/** `User U from A not allowed because ...`. */
function notAllowed(message: string): Facts {
  const end = message.lastIndexOf(' not allowed because ');
  const found = userFrom(message.slice(0, end), 5, noFields());
  return { class: 'auth', action: 'logon', outcome: 'failure', tainted: TAINTED, ...found };
}

function tooMany(message: string, at: number, fields: Fields): Facts {
  return { class: 'auth', action: 'lockout', outcome: 'failure', tainted: TAINTED, ...userFrom(message, at, fields) };
}

/** Any other line that ends in `from A port N`: scans, bad banners, early disconnects. */
function knocking(message: string): Facts | null {
  const from = message.lastIndexOf(' from ');
  const end = from < 0 ? null : endpointAt(message, from + 6);
  if (end === null) return null;
  const action = message.startsWith('Bad protocol version') ? 'bad_banner' : 'connect';
  return { class: 'network', action, outcome: 'unknown', srcIp: end.ip, srcPort: end.port, tainted: ['message'] };
}

const DISCONNECTS = [
  'Connection closed by ',
  'Connection reset by ',
  'Disconnected from ',
  'Received disconnect from ',
  'Disconnecting ',
  'Timeout before authentication for ',
];
const TOO_MANY = ['error: maximum authentication attempts exceeded for ', 'Too many authentication failures for '];

/** Reads a message of the OpenSSH server; null for one that says nothing of users or addresses. */
export function readSshd(message: string, fields: Fields): Facts | null {
  if (message.startsWith('Accepted ')) return accepted(message, fields);
  if (message.startsWith('Failed ')) return failed(message, fields);
  if (message.startsWith('Invalid user ')) return invalidUser(message, fields);
  if (message.startsWith('Connection from ')) return connection(message);
  const left = DISCONNECTS.find((start) => message.startsWith(start));
  if (left !== undefined) return disconnect(message, left.length);
  const many = TOO_MANY.find((start) => message.startsWith(start));
  if (many !== undefined) return tooMany(message, many.length, fields);
  if (message.startsWith('User ') && message.includes(' not allowed because ')) return notAllowed(message);
  return knocking(message);
}
