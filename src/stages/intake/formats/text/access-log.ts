import type { Candidate, Format, Mapped } from '../../format.ts';
import { type AccessLine, readAccessLine, startsAccessLine } from './access-line.ts';
import { addressOf } from './address.ts';
import { type Fields, keyOf, lineOf, MAX_FIELDS, noFields, put } from './line.ts';
import { type Request, readRequest } from './request-target.ts';

const TAINTED = [
  'url',
  'domain',
  'user',
  'cs-user-agent',
  'c-useragent',
  'cs-referer',
  'cs-uri',
  'c-uri',
  'cs-uri-stem',
  'cs-uri-query',
  'cs-host',
  'cs-method',
  'cs-username',
  'request',
];

/** `cs_bytes=400 sc_bytes=1243 proxy_action=tunnel` under its own keys; any other text as `extra`. */
function putExtra(text: string, fields: Fields): void {
  const pairs = text.split(' ', MAX_FIELDS);
  if (!pairs.every((pair) => /^[A-Za-z][\w.-]{0,62}=/.test(pair))) {
    put(fields, 'extra', text);
    return;
  }
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const key = keyOf(pair.slice(0, equals));
    // The request's own fields are never overwritten by what stands behind them.
    if (fields[key] === undefined) put(fields, key, pair.slice(equals + 1));
  }
}

/** Names of Sigma's webserver and proxy taxonomies. */
function fieldsOf(line: AccessLine, request: Request): Fields {
  const fields = noFields();
  const [referer = '', userAgent = '', ...extra] = line.quoted;
  put(fields, 'c-ip', line.client);
  put(fields, 'cs-username', line.user);
  put(fields, 'cs-method', request.method);
  put(fields, 'c-uri', request.target);
  put(fields, 'cs-uri', request.target);
  put(fields, 'cs-uri-stem', request.stem);
  put(fields, 'cs-uri-query', request.query);
  put(fields, 'cs-host', request.host === '' ? line.virtualHost : request.host);
  put(fields, 'cs-version', request.protocol);
  put(fields, 'sc-status', line.status);
  put(fields, 'sc-bytes', line.bytes === '-' ? '' : line.bytes);
  put(fields, 'cs-referer', referer);
  put(fields, 'cs-user-agent', userAgent);
  put(fields, 'c-useragent', userAgent);
  if (request.method === '') put(fields, 'request', line.request);
  for (const text of extra) putExtra(text, fields);
  if (line.rest !== '') putExtra(line.rest, fields);
  return fields;
}

type Category = 'proxy' | 'webserver';

/** The service that rules name, where the producer says which server it is. */
const SERVERS: ReadonlyMap<string, string> = new Map([
  ['apache', 'apache'],
  ['apache_access', 'apache'],
  ['nginx', 'nginx'],
  ['nginx_access', 'nginx'],
]);

function outcomeOf(status: string) {
  if (status.length !== 3) return 'unknown';
  return status < '400' ? 'success' : 'failure';
}

/** The machine of the event: the server of its own log; a proxy is only a witness of what its clients do. */
function placesOf(category: Category, candidate: Candidate) {
  const machine = candidate.envelope.host;
  return category === 'proxy' ? { host: '', observer: machine } : { host: machine };
}

function virtualName(virtualHost: string): string {
  const colon = virtualHost.lastIndexOf(':');
  return (colon < 0 ? virtualHost : virtualHost.slice(0, colon)).toLowerCase();
}

function map(candidate: Candidate, category: Category): Mapped | null {
  const line = readAccessLine(lineOf(candidate));
  if (line === null) return null;
  const request = readRequest(line.request);
  const dstIp = addressOf(request.host);
  return {
    time: line.time,
    class: 'http',
    action: request.method.toLowerCase(),
    outcome: outcomeOf(line.status),
    ...placesOf(category, candidate),
    user: line.user,
    srcIp: addressOf(line.client),
    dstIp,
    dstPort: request.port,
    domain: dstIp !== '' ? '' : request.host === '' ? virtualName(line.virtualHost) : request.host,
    url: request.target,
    code: line.status,
    logsource: { product: '', category, service: SERVERS.get(candidate.hint) ?? '' },
    fields: fieldsOf(line, request),
    tainted: TAINTED,
  };
}

/** Access logs of proxies, in the common or combined format. Without a hint a line is a proxy's when its target is absolute. */
export const proxyAccess: Format = {
  name: 'proxy_access',
  hints: ['proxy_access', 'squid_combined', 'proxy'],
  recognises(candidate) {
    if (!startsAccessLine(candidate.text)) return false;
    const quote = candidate.text.indexOf('] "') + 3;
    return /^(?:CONNECT |[A-Z]{3,8} (?:https?|ftp):\/\/)/i.test(candidate.text.slice(quote, quote + 20));
  },
  map: (candidate) => map(candidate, 'proxy'),
};

/** Access logs of web servers, in the common or combined format. An absolute target makes no proxy of a server that was named one. */
export const webAccess: Format = {
  name: 'web_access',
  hints: [
    'web_access',
    'apache',
    'apache_access',
    'nginx',
    'nginx_access',
    'access_log',
    'access_combined',
    'combined',
    'common',
  ],
  recognises: (candidate) => startsAccessLine(candidate.text),
  map: (candidate) => map(candidate, 'webserver'),
};
