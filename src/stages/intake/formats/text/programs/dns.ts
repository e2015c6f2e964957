import { addressOf, portOf } from '../address.ts';
import { type Facts, type Fields, put, wordEnd } from '../line.ts';

/** `query[A] name from ADDRESS` of dnsmasq. */
export function readDnsmasq(message: string, fields: Fields): Facts | null {
  const bracket = message.startsWith('query[') ? message.indexOf('] ') : -1;
  const from = message.lastIndexOf(' from ');
  if (bracket < 0 || from < bracket) return null;
  put(fields, 'record_type', message.slice(6, bracket));
  return query(message.slice(bracket + 2, from), addressOf(message.slice(from + 6)), 0, fields);
}

/** `client @0x7f ADDRESS#PORT (name): query: name IN A + (SERVER)` of BIND. */
export function readNamed(message: string, fields: Fields): Facts | null {
  const at = message.indexOf(': query: ');
  const hash = message.startsWith('client ') ? message.indexOf('#') : -1;
  if (at < 0 || hash < 0 || hash > at) return null;
  const ip = addressOf(message.slice(message.lastIndexOf(' ', hash) + 1, hash));
  const nameEnd = wordEnd(message, at + 9);
  const typeAt = wordEnd(message, nameEnd + 1) + 1;
  put(fields, 'record_type', message.slice(typeAt, wordEnd(message, typeAt)));
  return query(message.slice(at + 9, nameEnd), ip, portOf(message.slice(hash + 1, wordEnd(message, hash))), fields);
}

function query(name: string, srcIp: string, srcPort: number, fields: Fields): Facts {
  put(fields, 'query', name);
  return { class: 'dns', action: 'query', domain: name, srcIp, srcPort, tainted: ['domain', 'query', 'message'] };
}
