import { describe, expect, it } from '@jest/globals';
import { recognisedEvent as event, recognised as read } from '../../../test/fixtures/recognised.ts';

const AT = '2024-03-12T12:01:11.000Z';
const TIME = Date.parse(AT);

const SSHD = 'Mar 12 12:01:10 web-1 sshd[123]: Accepted password for anna from 203.0.113.9 port 50022 ssh2';
const LOG = {
  timestamp: AT,
  level: 'warn',
  message: 'login failed',
  user: 'anna',
  src_ip: '203.0.113.9',
  host: 'shop-1',
};

describe('a program that logs JSON with a message', () => {
  it('given nothing but words in the message, when read, then the document is the event with all its fields', () => {
    const found = event(LOG);
    expect(found).toMatchObject({ format: 'json', time: TIME, user: 'anna', srcIp: '203.0.113.9', host: 'shop-1' });
    expect(found.fields).toEqual(LOG);
    expect([...found.tainted].sort()).toEqual(Object.keys(LOG).sort());
  });

  it.each(['', '   ', '\u0000\u0001\u0002\u0003'])(
    'given the message %j, when read, then the document stays',
    (message) => {
      expect(event({ ...LOG, message })).toMatchObject({ format: 'json', user: 'anna' });
    },
  );

  it('given addresses and a time in the words alone, when read, then the addresses are read and the time is not', () => {
    const message = '2024-01-01T00:00:00Z refused 198.51.100.7 to 10.0.0.5';
    const found = event({ '@timestamp': AT, message, agent: { type: 'filebeat' } });
    expect(found).toMatchObject({ format: 'json', time: TIME, srcIp: '198.51.100.7', dstIp: '10.0.0.5' });
    expect(found.tainted).toEqual(expect.arrayContaining(['srcIp', 'dstIp', 'message']));
  });

  it('given addresses in the words too, when read, then those of the document count', () => {
    expect(event({ ...LOG, message: 'refused 198.51.100.7 to 10.0.0.5' })).toMatchObject({
      srcIp: '203.0.113.9',
      dstIp: '',
    });
  });

  it('given ECS that knows what happened, when read, then it is ECS, whatever the message looks like', () => {
    const document = {
      '@timestamp': AT,
      message: SSHD,
      event: { category: ['authentication'], outcome: 'failure' },
      user: { name: 'eve' },
    };
    expect(event(document)).toMatchObject({ format: 'ecs', user: 'eve', outcome: 'failure' });
  });

  it('given the hint that the text is plain, when read, then it is plain and keeps the fields', () => {
    const found = event(LOG, { format: 'plain' });
    expect(found).toMatchObject({ format: 'plain', fields: { message: 'login failed', user: 'anna' } });
  });

  it('given Filebeat around such a document, when read, then both levels keep their fields and the inner wins', () => {
    const found = event({
      '@timestamp': '2024-03-12T12:02:00.000Z',
      message: JSON.stringify(LOG),
      kubernetes: { pod: { name: 'shop-7c9' } },
      level: 'info',
      tags: ['a', 'b'],
    });
    expect(found).toMatchObject({ format: 'json', time: TIME, user: 'anna', host: 'shop-1' });
    expect(found.fields).toMatchObject({ message: 'login failed', level: 'warn', 'kubernetes.pod.name': 'shop-7c9' });
    expect(found.lists).toEqual({ tags: ['a', 'b'] });
  });

  it('given an object of no known format in the message, when read, then the document completes what it does not say', () => {
    expect(event({ ...LOG, message: '{"attempt":3}' })).toMatchObject({
      format: 'json',
      user: 'anna',
      srcIp: '203.0.113.9',
      fields: { attempt: '3', user: 'anna', src_ip: '203.0.113.9' },
    });
    expect(event({ ...LOG, message: '{"user":"eve","src_ip":"198.51.100.7"}' })).toMatchObject({
      user: 'eve',
      srcIp: '198.51.100.7',
    });
  });

  it('given the address of whoever sent it to Vector, when read, then that is no address of the event', () => {
    const document = { source_type: 'socket', source_ip: '10.9.9.9', timestamp: AT };
    expect(event({ ...document, message: 'nothing of note' })).toMatchObject({ srcIp: '' });
    expect(event({ ...document, message: '{"user":"eve"}' })).toMatchObject({ srcIp: '', user: 'eve' });
  });

  it('given an envelope around such a document, when read, then its id and host complete it', () => {
    const raw = JSON.stringify({ timestamp: AT, message: 'login failed', user: 'anna' });
    expect(event({ id: 'e/1', ts: AT, host: 'web-1', format: 'json', raw })).toMatchObject({
      format: 'json',
      id: 'e/1',
      host: 'web-1',
      user: 'anna',
    });
  });
});

describe('a shipper around a line of a known format', () => {
  const document = {
    '@timestamp': AT,
    message: SSHD,
    host: { name: 'web-1' },
    kubernetes: { namespace: 'prod', labels: { app: 'sshd' } },
    app: 'forged',
  };

  it('given fields beside the line, when read, then they are kept, tainted, and never win', () => {
    const found = event(document);
    expect(found).toMatchObject({ format: 'syslog', class: 'auth', user: 'anna', srcIp: '203.0.113.9', host: 'web-1' });
    expect(found.fields).toMatchObject({ app: 'sshd', 'kubernetes.namespace': 'prod', 'host.name': 'web-1' });
    expect(found.fields.message).toBe('Accepted password for anna from 203.0.113.9 port 50022 ssh2');
    expect(found.tainted).toEqual(expect.arrayContaining(['message', 'kubernetes.namespace', 'kubernetes.labels.app']));
    expect(found.tainted).not.toContain('app');
  });

  it('given more fields than an event may have, when read, then those of the line stay and the cut is flagged once', () => {
    const labels = Object.fromEntries(
      Array.from({ length: 400 }, (_, key) => [`key${key}`, 'x'.repeat(key ? 1 : 9_000)]),
    );
    const found = event({ ...document, labels, ...Object.fromEntries([...Array(300).keys()].map((key) => [key, 1])) });
    expect(Object.keys(found.fields)).toHaveLength(256);
    expect(found.fields).toMatchObject({ app: 'sshd', auth_method: 'password' });
    expect(found.flags).toEqual(['truncated']);
  });

  it('given broken rows of a known format in the message, when read, then they are refused', () => {
    const message = JSON.stringify({ channel: 'Security', event_id: 'x', data: {} });
    expect(read({ ...document, message })).toEqual({ kind: 'deadLetter', reason: 'malformed_windows' });
  });

  it.each([
    [SSHD, 'syslog', { user: 'anna', class: 'auth' }],
    [
      '%ASA-4-106023: Deny tcp src outside:203.0.113.9/50022 dst inside:10.0.0.5/22 by access-group "acl"',
      'cisco_asa',
      {
        srcIp: '203.0.113.9',
      },
    ],
    ['nothing of note', 'json', { host: 'web-1' }],
  ])('given only message %j and host, when read, then the format is %s', (message, format, expected) => {
    expect(event({ message, host: 'web-1' })).toMatchObject({ format, ...expected });
  });
});

describe('an envelope that does not name the format', () => {
  const flow = { timestamp_ms: TIME, object: 'FLOW', action: 'CONNECT', properties: { src_ip: '10.0.0.9' } };

  it.each([
    ['an object', { event: flow }, 'ecar', { srcIp: '10.0.0.9', time: TIME }],
    ['a line', { raw: SSHD }, 'syslog', { user: 'anna', class: 'auth' }],
    [
      'an object of its own',
      { event: { user: 'anna', src_ip: '10.0.0.9' } },
      'json',
      { user: 'anna', srcIp: '10.0.0.9' },
    ],
    ['words', { raw: 'the door was left open', colour: 'red' }, 'json', {}],
  ])(
    'given %s, when opened, then what is inside decides and the envelope completes it',
    (_, inner, format, expected) => {
      expect(event({ id: 'e/1', ts: AT, host: 'web-1', ...inner })).toMatchObject({
        format,
        id: 'e/1',
        host: 'web-1',
        ...expected,
      });
    },
  );

  it('given no id, when read, then it is a document like any other', () => {
    expect(event({ ts: AT, host: 'web-1', raw: SSHD })).toMatchObject({ format: 'json' });
  });
});
