import { addressOf, portOf } from './address.ts';

/** A request line and where it leads. */
export interface Request {
  readonly method: string;
  /** As logged. */
  readonly target: string;
  readonly protocol: string;
  readonly stem: string;
  readonly query: string;
  /** Host of an absolute or CONNECT target, '' for a path. */
  readonly host: string;
  readonly port: number;
}

const METHOD = /^[A-Z][A-Z_-]{1,23}$/;
const PROTOCOL = / HTTP\/\d(?:\.\d)?$/;

interface Authority {
  readonly host: string;
  readonly port: number;
}

const NOWHERE: Authority = { host: '', port: 0 };

/** `user@host:port`; the brackets of an IPv6 address are left out. */
function authorityOf(text: string, defaultPort: number): Authority {
  const bare = text.slice(text.lastIndexOf('@') + 1);
  const colon = bare.lastIndexOf(':');
  const hasPort = colon > bare.lastIndexOf(']');
  const host = (hasPort ? bare.slice(0, colon) : bare).toLowerCase();
  const port = hasPort ? portOf(bare.slice(colon + 1)) : defaultPort;
  return { host: host.startsWith('[') ? addressOf(host) : host, port };
}

/** Length of the scheme with its slashes, 0 for a path. */
function schemeLength(target: string): number {
  const head = target.slice(0, 8).toLowerCase();
  return head.startsWith('http://') ? 7 : head.startsWith('https://') ? 8 : head.startsWith('ftp://') ? 6 : 0;
}

/** Index where the path begins behind the authority. */
function pathStart(target: string, from: number): number {
  for (let index = from; index < target.length; index++) {
    const code = target.charCodeAt(index);
    if (code === 47 || code === 63 || code === 35) return index;
  }
  return target.length;
}

function split(path: string): { readonly stem: string; readonly query: string } {
  const mark = path.indexOf('?');
  return mark < 0 ? { stem: path, query: '' } : { stem: path.slice(0, mark), query: path.slice(mark + 1) };
}

/** Takes a request line apart. What is no request (a TLS hello, an empty line) has no method and stays whole as target. */
export function readRequest(line: string): Request {
  const space = line.indexOf(' ');
  const method = space < 0 ? '' : line.slice(0, space);
  if (!METHOD.test(method)) return { method: '', target: line, protocol: '', stem: line, query: '', ...NOWHERE };
  // A target may hold spaces that someone forgot to encode, so the protocol is looked for at the end.
  const protocol = PROTOCOL.exec(line.slice(-9))?.[0].slice(1) ?? '';
  const target = line.slice(space + 1, protocol === '' ? line.length : -protocol.length - 1);
  if (method === 'CONNECT') return { method, target, protocol, stem: '', query: '', ...authorityOf(target, 443) };
  const scheme = schemeLength(target);
  if (scheme === 0) return { method, target, protocol, ...split(target), ...NOWHERE };
  const path = pathStart(target, scheme);
  const authority = authorityOf(target.slice(scheme, path), scheme === 8 ? 443 : scheme === 7 ? 80 : 21);
  return { method, target, protocol, ...split(target.slice(path)), ...authority };
}
