import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEAD_LETTER_REASONS } from './dead-letter-reasons.ts';
import { FORMATS } from './formats/index.ts';
import { recognise } from './recognise.ts';

const REFERENCE = Date.UTC(2024, 2, 12, 12);
const read = (value: unknown, headers: Record<string, string> = {}) => {
  const bytes =
    value instanceof Uint8Array
      ? value
      : new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
  return recognise({ kind: 'bytes', bytes, headers }, REFERENCE);
};

const SYSMON_ROW = {
  capture: 'otrf009',
  ts: '2020-10-22T18:33:00.013Z',
  host: 'WORKSTATION6.theshire.local',
  channel: 'Microsoft-Windows-Sysmon/Operational',
  provider: 'Microsoft-Windows-Sysmon',
  event_id: 12,
  data: {
    ProcessId: '3056',
    TargetObject: 'HKLM\\SOFTWARE\\Microsoft\\Windows',
    Image: 'C:\\windows\\System32\\svchost.exe',
  },
};
const ACCESS_LINE = '10.1.2.3 - - [12/Mar/2024:12:01:10 +0000] "GET /login HTTP/1.1" 200 25656 "-" "curl/8.0"';

describe('the bounds of an event', () => {
  it('given more fields than are kept, when recognised, then no name is tainted that is not there', () => {
    const answer = read(Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, 'v'])));
    if (answer.kind !== 'mapped') throw new Error(answer.reason);
    expect(answer.flags).toEqual(['truncated']);
    expect(answer.mapped.tainted).toEqual(Object.keys(answer.mapped.fields));
  });

  it('given a short value with a long key, when recognised, then the bounds hold too', () => {
    const answer = read({ ['k'.repeat(300)]: 'v' });
    expect(answer.kind === 'mapped' && Object.keys(answer.mapped.fields)).toEqual([]);
  });
});

describe('the format of a value', () => {
  it.each([
    ['a flat row of Windows', SYSMON_ROW, 'windows'],
    ['eCAR', { timestamp_ms: 1710244803130, object: 'PROCESS', action: 'CREATE', properties: {} }, 'ecar'],
    ['Zeek', { ts: 1710244829.8, uid: 'Cazu7F2I8jE8OIvNcLY', 'id.orig_h': '10.0.0.1', conn_state: 'SF' }, 'zeek'],
    ['EVE', { timestamp: '2024-03-12T12:00:00.000000+0000', event_type: 'flow', src_ip: '10.0.0.1' }, 'suricata'],
    [
      'CloudTrail',
      { eventTime: '2024-03-12T12:00:00Z', eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' },
      'cloudtrail',
    ],
    ['OCSF', { class_uid: 1007, time: REFERENCE, activity_id: 1 }, 'ocsf'],
    ['ECS', { '@timestamp': '2024-03-12T12:00:00Z', event: { category: ['process'] } }, 'ecs'],
    ['JSON of its own', { level: 'info', msg: 'started' }, 'json'],
    ['an access log line', ACCESS_LINE, 'web_access'],
    ['a sentence', 'the door was left open', 'plain'],
  ])('given %s without a hint, when recognised, then it is %3$s', (_, value, format) => {
    expect(read(value)).toMatchObject({ kind: 'mapped', format });
  });

  it('given a hint that names no format, when recognised, then looking decides', () => {
    expect(read(SYSMON_ROW, { format: 'made-up' })).toMatchObject({ kind: 'mapped', format: 'windows' });
  });

  it('given a hint that does not fit, when recognised, then looking decides', () => {
    expect(read(SYSMON_ROW, { format: 'SURICATA' })).toMatchObject({ kind: 'mapped', format: 'windows' });
  });

  it('given a hint that tells apart what looks alike, when recognised, then it is followed', () => {
    expect(read('whoami', { format: 'bash_history' })).toMatchObject({ kind: 'mapped', format: 'bash_history' });
  });

  it('given a name of a data set in the row, when mapped, then it is in no field', () => {
    expect(JSON.stringify(read(SYSMON_ROW))).not.toContain('otrf009');
  });
});

describe('envelopes', () => {
  const event = { timestamp_ms: 1710244803130, object: 'FLOW', action: 'CONNECT', properties: { src_ip: '10.0.0.9' } };

  it('given an envelope around an object, when opened, then the shipper completes what the event does not say', () => {
    const answer = read({ id: 'e/1', ts: '2024-03-12T12:00:03.130Z', host: 'DC-01', format: 'ecar', event });
    expect(answer).toMatchObject({
      format: 'ecar',
      mapped: { id: 'e/1', host: 'DC-01', srcIp: '10.0.0.9', time: 1710244803130 },
    });
  });

  it('given an envelope around a line, when opened, then its format is tried first', () => {
    const answer = read({
      id: 'e/2',
      ts: '2024-03-12T14:23:26.000Z',
      host: 'WEB-1',
      format: 'bash_history',
      user: 'anna',
      raw: 'whoami',
    });
    expect(answer).toMatchObject({
      format: 'bash_history',
      mapped: { user: 'anna', time: Date.UTC(2024, 2, 12, 14, 23, 26) },
    });
  });

  it.each([
    [
      'Filebeat',
      {
        '@timestamp': '2024-03-12T12:01:11Z',
        message: ACCESS_LINE,
        host: { name: 'web-1' },
        log: { file: { path: '/var/log/access.log' } },
        agent: { type: 'filebeat' },
        ecs: { version: '8.0' },
      },
    ],
    [
      'Vector',
      {
        timestamp: '2024-03-12T12:01:11Z',
        message: ACCESS_LINE,
        host: 'web-1',
        source_type: 'file',
        file: '/var/log/access.log',
      },
    ],
  ])('given a document of %s, when opened, then the line inside is what counts', (_, document) => {
    expect(read(document)).toMatchObject({ format: 'web_access', mapped: { srcIp: '10.1.2.3', host: 'web-1' } });
  });

  it('given Filebeat around JSON, when opened, then the inner object is recognised', () => {
    const document = { '@timestamp': '2024-03-12T12:00:04Z', message: JSON.stringify(event), host: { name: 'dc-1' } };
    expect(read(document)).toMatchObject({ format: 'ecar', mapped: { host: 'dc-1' } });
  });

  it('given a sensor in an envelope, when opened, then the sensor is no host of the event', () => {
    const zeek = { ts: 1710244829.8, uid: 'C1', 'id.orig_h': '10.0.0.1', 'id.resp_h': '10.0.0.2', conn_state: 'SF' };
    const answer = read({ id: 'z', ts: '2024-03-12T12:00:29.8Z', host: 'tap', format: 'zeek_conn', event: zeek });
    expect(answer).toMatchObject({ format: 'zeek', mapped: { host: '', observer: 'tap', srcIp: '10.0.0.1' } });
  });

  it('given hostile JSON inside of an envelope, when opened, then it is refused like outside', () => {
    const raw = `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`;
    expect(read({ id: 'x', format: 'json', raw })).toEqual({ kind: 'deadLetter', reason: 'too_deep' });
  });
});

describe('what intake refuses', () => {
  it.each([
    ['nothing', new Uint8Array(), 'value_empty'],
    ['space', ' \n', 'value_empty'],
    ['16 MB', new Uint8Array(16_000_000).fill(0x61), 'too_large'],
    ['deep JSON', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, 'too_deep'],
    [
      'JSON of many keys',
      Object.fromEntries(Array.from({ length: 2_001 }, (_, key) => [`k${key}`, 1])),
      'too_many_keys',
    ],
    ['a forbidden key', '{"__proto__":1}', 'forbidden_key'],
    ['bytes that are no text', Uint8Array.from({ length: 200 }, (_, index) => (index * 7) % 32), 'unknown_format'],
    [
      'several CloudTrail records in one',
      {
        Records: [1, 2].map((n) => ({
          eventTime: '2024-03-12T12:00:00Z',
          eventSource: 's3.amazonaws.com',
          eventName: 'Get',
          eventID: `${n}`,
        })),
      },
      'malformed_cloudtrail',
    ],
    ['a Windows event without an id', { ...SYSMON_ROW, event_id: 'x' }, 'malformed_windows'],
  ])('given %s, when recognised, then it is a dead letter with a reason of the closed set', (_, value, reason) => {
    expect(read(value)).toEqual({ kind: 'deadLetter', reason });
    expect(DEAD_LETTER_REASONS).toContain(reason);
  });

  it('given broken UTF-8 in a usable line, when recognised, then it is flagged and kept', () => {
    const bytes = new TextEncoder().encode(JSON.stringify(SYSMON_ROW).replace('svchost', 'svc#ost'));
    bytes[bytes.indexOf(0x23)] = 0xff;
    expect(read(bytes)).toMatchObject({ kind: 'mapped', format: 'windows', flags: ['utf8_replaced'] });
  });

  it('given a real replacement character, when recognised, then nothing was replaced', () => {
    expect(read({ ...SYSMON_ROW, host: 'a\ufffdb' })).toMatchObject({ flags: [] });
  });

  it('given more than 256 fields, when recognised, then the rest is cut and flagged', () => {
    const data = Object.fromEntries(Array.from({ length: 400 }, (_, key) => [`key${key}`, 'value']));
    const answer = read({ ...SYSMON_ROW, data });
    expect(answer).toMatchObject({ kind: 'mapped', flags: ['truncated'] });
    expect(answer.kind === 'mapped' && Object.keys(answer.mapped.fields).length).toBe(256);
  });
});

describe('whatever comes', () => {
  const shaped = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        ts: fc.jsonValue(),
        host: fc.jsonValue(),
        channel: fc.oneof(fc.string(), fc.constant('Security')),
        event_id: fc.oneof(fc.integer(), fc.jsonValue()),
        data: fc.dictionary(fc.string(), fc.jsonValue()),
        Event: fc.record({ System: fc.jsonValue(), EventData: fc.jsonValue() }, { requiredKeys: [] }),
        System: fc.record(
          { EventID: fc.jsonValue(), Channel: fc.jsonValue(), Provider: fc.jsonValue() },
          { requiredKeys: [] },
        ),
        winlog: fc.jsonValue(),
        object: fc.constantFrom('PROCESS', 'toString', 'valueOf'),
        action: fc.string(),
        properties: fc.jsonValue(),
        event_type: fc.constantFrom('alert', 'dns', 'toString', 'hasOwnProperty'),
        timestamp: fc.jsonValue(),
        dns: fc.jsonValue(),
        'id.orig_h': fc.jsonValue(),
        uid: fc.string(),
        Records: fc.jsonValue(),
        eventSource: fc.string(),
        eventName: fc.string(),
        eventTime: fc.jsonValue(),
        class_uid: fc.integer(),
        time: fc.jsonValue(),
        '@timestamp': fc.jsonValue(),
        event: fc.oneof(fc.jsonValue(), fc.record({ category: fc.jsonValue() })),
        format: fc.constantFrom('zeek_conn', 'ecar', 'toString', 'syslog', 'windows'),
        raw: fc.string(),
        message: fc.oneof(fc.string(), fc.constantFrom('Failed password for a from 10.0.0.1 port 1', '{"a":{"b":1}}')),
        id: fc.string(),
        EventID: fc.oneof(fc.integer(), fc.jsonValue(), fc.constant({ toString: 1 })),
        Channel: fc.string(),
        Hostname: fc.string(),
        appname: fc.oneof(fc.jsonValue(), fc.constant('sshd')),
        facility: fc.oneof(fc.jsonValue(), fc.constant('auth')),
        log: fc.jsonValue(),
      },
      { requiredKeys: [] },
    ),
  );
  const hints = fc.constantFrom(
    '',
    'toString',
    '__proto__',
    ...FORMATS.flatMap(({ name, hints: own }) => [name, ...own]),
  );
  const sound = (answer: ReturnType<typeof recognise>): void => {
    if (answer.kind === 'deadLetter') expect(DEAD_LETTER_REASONS).toContain(answer.reason);
    if (answer.kind !== 'mapped') return;
    const { fields, lists, tainted, logsource, time, srcPort, dstPort, class: of, outcome, ...texts } = answer.mapped;
    for (const text of [
      ...Object.values(texts),
      ...Object.values(fields),
      ...Object.values(lists ?? {}).flat(),
      ...tainted,
      of,
      ...Object.values(logsource),
    ]) {
      expect(typeof text).toBe('string');
    }
    for (const port of [srcPort ?? 0, dstPort ?? 0]) expect(Number.isInteger(port)).toBe(true);
    expect(time === null || typeof time === 'number').toBe(true);
  };

  it('given any bytes and any hint, when recognised, then there is a sound answer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), hints, (bytes, format) => sound(read(bytes, { format }))),
      { numRuns: 500 },
    );
  });

  it('given any text and any hint, when recognised, then there is a sound answer', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^<Event[ >][<>/="'a-zA-Z &#;]{0,80}$/),
      fc.stringMatching(/^[\t0-9.A-Za-z-]{0,90}$/),
    );
    fc.assert(
      fc.property(text, hints, (value, format) => sound(read(value, { format }))),
      { numRuns: 500 },
    );
  });

  it('given any JSON in the shape of a format, when recognised, then there is a sound answer', () => {
    fc.assert(
      fc.property(shaped, hints, (value, format) => sound(read(JSON.stringify(value), { format }))),
      { numRuns: 1_000 },
    );
  });
});
