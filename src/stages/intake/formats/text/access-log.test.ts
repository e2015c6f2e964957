import { describe, expect, it } from '@jest/globals';
import { lineCandidate } from '../../../../../test/fixtures/text-candidate.ts';
import { proxyAccess, webAccess } from './access-log.ts';

const at = (text: string) => lineCandidate(text, '', { host: 'WEB1' });
const web = (text: string) => webAccess.map(at(text));
const proxy = (text: string) => proxyAccess.map(at(text));
const STAMP = '[14/May/2024:12:05:51 +0000]';

it('reads the combined line of the Apache manual', () => {
  const line =
    '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif?a=b HTTP/1.0" 200 2326 "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"';
  expect(web(line)).toMatchObject({
    time: Date.UTC(2000, 9, 10, 20, 55, 36),
    class: 'http',
    action: 'get',
    outcome: 'success',
    host: 'WEB1',
    user: 'frank',
    srcIp: '127.0.0.1',
    url: '/apache_pb.gif?a=b',
    code: '200',
    logsource: { product: '', category: 'webserver', service: '' },
    fields: {
      'cs-method': 'GET',
      'cs-uri-stem': '/apache_pb.gif',
      'cs-uri-query': 'a=b',
      'sc-status': '200',
      'sc-bytes': '2326',
      'cs-referer': 'http://www.example.com/start.html',
      'cs-user-agent': 'Mozilla/4.08 [en] (Win98; I ;Nav)',
    },
  });
});

it('reads a tunnel through a proxy; the proxy is the observer', () => {
  const line = `10.44.10.21 - CORP\\maya.patel ${STAMP} "CONNECT calendar.google.com:443 HTTP/1.1" 407 132 "-" "Go-http-client/1.1" "cs_bytes=279 sc_bytes=132 proxy_action=tunnel-setup"`;
  expect(proxy(line)).toMatchObject({
    action: 'connect',
    outcome: 'failure',
    host: '',
    observer: 'WEB1',
    user: 'CORP\\maya.patel',
    srcIp: '10.44.10.21',
    domain: 'calendar.google.com',
    dstPort: 443,
    url: 'calendar.google.com:443',
    logsource: { category: 'proxy' },
    fields: { cs_bytes: '279', proxy_action: 'tunnel-setup', 'cs-host': 'calendar.google.com' },
  });
});

it.each([
  [
    'GET http://example.com/a/b?c=d HTTP/1.1',
    { domain: 'example.com', dstPort: 80, fields: { 'cs-uri-stem': '/a/b', 'cs-uri-query': 'c=d' } },
  ],
  [
    'GET https://user@Example.COM:8443?x HTTP/1.1',
    { domain: 'example.com', dstPort: 8443, fields: { 'cs-uri-query': 'x' } },
  ],
  ['GET http://198.51.100.7/x HTTP/1.1', { domain: '', dstIp: '198.51.100.7', dstPort: 80 }],
  ['CONNECT [2001:db8::1]:8443 HTTP/1.1', { domain: '', dstIp: '2001:db8::1', dstPort: 8443 }],
])('%s leads somewhere', (request, facts) => {
  expect(proxy(`10.0.0.9 - - ${STAMP} "${request}" 200 5 "-" "-"`)).toMatchObject(facts);
});

describe('hostile text', () => {
  it.each([
    ['an escaped quote in the user agent', '"GET / HTTP/1.1" 200 5 "-" "a \\" 404 b"', 'cs-user-agent', 'a " 404 b'],
    ['a bare quote in the user agent', '"GET / HTTP/1.1" 200 5 "-" "a"b"', 'cs-user-agent', 'a"b'],
    ['spaces in the target', '"GET /a b c HTTP/1.1" 200 5 "-" "x"', 'c-uri', '/a b c'],
    ['no protocol', '"GET /a" 200 5 "-" "x"', 'c-uri', '/a'],
    ['a TLS hello', '"\\x16\\x03\\x01" 400 226 "-" "-"', 'request', '\\x16\\x03\\x01'],
    ['a terminal escape', '"GET / HTTP/1.1" 200 5 "-" "\u001b[2Jx"', 'cs-user-agent', '\u001b[2Jx'],
    ['a line that was cut', '"GET /a', 'c-uri', '/a'],
    ['a lookup', '"GET / HTTP/1.1" 200 5 "-" "\u0024{jndi:ldap://x/a}"', 'cs-user-agent', '\u0024{jndi:ldap://x/a}'],
    ['unquoted text behind', '"GET / HTTP/1.1" 200 5 "-" "x" 0.003 upstream', 'extra', '0.003 upstream'],
  ])('%s', (_, rest, field, expected) => {
    expect(web(`10.0.0.9 - - ${STAMP} ${rest}`)?.fields[field]).toBe(expected);
  });

  it('is not believed behind the user agent', () => {
    const event = web(`10.0.0.9 - - ${STAMP} "GET / HTTP/1.1" 404 5 "-" "x" "sc-status=200 c-ip=1.1.1.1"`);
    expect(event?.fields).toMatchObject({ 'sc-status': '404', 'c-ip': '10.0.0.9' });
  });

  it('is not believed in the user name', () => {
    const forged = `x [01/Jan/2020:00:00:00 +0000] \\"GET /no HTTP/1.1\\" 200 1`;
    expect(web(`10.0.0.9 - ${forged} ${STAMP} "GET /yes HTTP/1.1" 401 5`)).toMatchObject({
      time: Date.UTC(2024, 4, 14, 12, 5, 51),
      url: '/yes',
      user: forged,
    });
  });

  it('makes no proxy of a web server', () => {
    expect(web(`10.0.0.9 - - ${STAMP} "GET http://other.example/ HTTP/1.1" 404 5`)).toMatchObject({
      host: 'WEB1',
      logsource: { category: 'webserver' },
    });
  });

  it('is named', () => {
    expect(web(`10.0.0.9 - - ${STAMP} "GET / HTTP/1.1" 200 5`)?.tainted).toEqual(
      expect.arrayContaining(['url', 'cs-user-agent', 'cs-referer', 'cs-uri-query']),
    );
  });
});

it.each([
  [
    `www.example.com:443 10.0.0.9 - - ${STAMP} "GET / HTTP/1.1" 200 5`,
    { domain: 'www.example.com', srcIp: '10.0.0.9', user: '' },
  ],
  [`10.0.0.9 - two words ${STAMP} "GET / HTTP/1.1" 200 5`, { srcIp: '10.0.0.9', user: 'two words' }],
  [`client.example.com - - ${STAMP} "" 408 -`, { srcIp: '', action: '', outcome: 'failure' }],
])('%s', (line, facts) => {
  expect(web(line)).toMatchObject(facts);
});

it.each(['', 'x', `10.0.0.9 - - [14/Foo/2024:12:05:51 +0000] "GET / HTTP/1.1" 200 5`, `10.0.0.9 - - ${STAMP}`])(
  'refuses %j',
  (line) => {
    expect(web(line)).toBeNull();
    expect(webAccess.recognises(at(line))).toBe(false);
  },
);

it.each([
  ['CONNECT a:443 HTTP/1.1', true],
  ['GET http://a/ HTTP/1.1', true],
  ['GET /http://a HTTP/1.1', false],
])('without a hint %s is a proxy’s: %j', (request, expected) => {
  expect(proxyAccess.recognises(at(`10.0.0.9 - - ${STAMP} "${request}" 200 5`))).toBe(expected);
});
