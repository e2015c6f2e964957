import { describe, expect, it } from '@jest/globals';
import { recognisedEvent as event } from '../../../test/fixtures/recognised.ts';

const AT = '2024-03-12T12:01:11.000Z';
const TIME = Date.parse(AT);

const SSHD = 'Mar 12 12:01:10 web-1 sshd[123]: Accepted password for anna from 203.0.113.9 port 50022 ssh2';
describe('a syslog message that the shipper has taken apart', () => {
  const message = 'Failed password for invalid user admin from 203.0.113.9 port 50022 ssh2';
  const expected = {
    format: 'syslog',
    class: 'auth',
    outcome: 'failure',
    user: 'admin',
    srcIp: '203.0.113.9',
    host: 'web-1',
    time: TIME,
    process: 'sshd',
    logsource: { product: 'linux', category: '', service: 'sshd' },
  };

  it.each([
    [
      'Vector syslog',
      {
        source_type: 'syslog',
        appname: 'sshd',
        facility: 'auth',
        procid: 123,
        hostname: 'web-1',
        host: 'web-1',
        source_ip: '10.9.9.9',
        timestamp: AT,
        message,
      },
    ],
    [
      'Vector journald',
      {
        source_type: 'journald',
        SYSLOG_IDENTIFIER: 'sshd',
        SYSLOG_FACILITY: '4',
        _PID: '123',
        host: 'web-1',
        timestamp: AT,
        message,
      },
    ],
    ['Fluent Bit', { ident: 'sshd', pid: '123', host: 'web-1', timestamp: AT, message }],
    [
      'Filebeat syslog',
      {
        '@timestamp': AT,
        log: { syslog: { appname: 'sshd', procid: '123', facility: { code: 4 } } },
        host: { hostname: 'web-1' },
        message,
      },
    ],
    [
      'Filebeat journald',
      {
        '@timestamp': AT,
        event: { kind: 'event' },
        syslog: { identifier: 'sshd', facility: 4, pid: 123 },
        host: { hostname: 'web-1' },
        message,
      },
    ],
  ])('given %s, when read, then the program is asked what its message says', (_, document) => {
    const found = event(document);
    expect(found).toMatchObject(expected);
    expect(found.fields).toMatchObject({ app: 'sshd', procid: '123', message, invalid_user: 'true' });
    expect(found.tainted).toEqual(expect.arrayContaining(['user', 'message']));
  });

  it('given the whole line in the message too, when read, then its own header counts', () => {
    expect(event({ appname: 'sshd', timestamp: AT, message: SSHD })).toMatchObject({
      format: 'syslog',
      time: Date.UTC(2024, 2, 12, 12, 1, 10),
      user: 'anna',
      host: 'web-1',
    });
  });

  it('given a program nobody knows, when read, then a facility makes it syslog and a bare name does not', () => {
    const document = { appname: 'shop', message: 'login failed', user: 'anna', timestamp: AT };
    expect(event({ ...document, facility: 'authpriv' })).toMatchObject({
      format: 'syslog',
      process: 'shop',
      logsource: { product: 'linux', service: 'auth' },
      fields: { user: 'anna', facility: 'authpriv' },
    });
    expect(event({ ...document, facility: 'made-up' })).toMatchObject({ format: 'json', user: 'anna' });
    expect(event({ ...document, facility: '99' })).toMatchObject({ format: 'json' });
  });

  it('given words that the program is not known for, when read, then the document tells user and address', () => {
    const document = { appname: 'login', message: 'login failed', user: 'anna', src_ip: '203.0.113.9', timestamp: AT };
    expect(event(document)).toMatchObject({ format: 'syslog', user: 'anna', srcIp: '203.0.113.9', process: 'login' });
  });

  it('given an access line of nginx, when read, then the line is what counts', () => {
    const line = '203.0.113.9 - - [12/Mar/2024:12:01:10 +0000] "GET /login HTTP/1.1" 200 25656 "-" "curl/8.0"';
    expect(event({ appname: 'nginx', facility: 'local7', timestamp: AT, host: 'web-1', message: line })).toMatchObject({
      format: 'web_access',
      srcIp: '203.0.113.9',
      host: 'web-1',
    });
  });
});
