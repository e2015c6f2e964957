import { describe, expect, it } from '@jest/globals';
import { lineCandidate } from '../../../../../test/fixtures/text-candidate.ts';
import { cef } from './cef.ts';

const map = (text: string) => cef.map(lineCandidate(text, 'cef', { host: 'COLLECTOR' }));

describe('examples of the format’s own document', () => {
  it.each([
    [
      'CEF:0|security|threatmanager|1.0|100|worm successfully stopped|10|src=10.0.0.1 dst=2.1.2.2 spt=1232',
      'Name',
      'worm successfully stopped',
    ],
    [
      'Sep 19 08:26:10 zurich CEF:0|security|threatmanager|1.0|100|detected a \\| in message|10|src=10.0.0.1 act=blocked a | dst=1.1.1.1',
      'Name',
      'detected a | in message',
    ],
    [
      'Sep 19 08:26:10 zurich CEF:0|security|threatmanager|1.0|100|detected a \\\\ in packet|10|src=10.0.0.1 act=blocked a \\\\ dst=1.1.1.1',
      'Name',
      'detected a \\ in packet',
    ],
    [
      'Sep 19 08:26:10 zurich CEF:0|security|threatmanager|1.0|100|detected a = in message|10|src=10.0.0.1 act=blocked a \\= dst=1.1.1.1',
      'act',
      'blocked a =',
    ],
    [
      'Sep 19 08:26:10 zurich CEF:0|security|threatmanager|1.0|100|Detected a threat. No action needed.|10|src=10.0.0.1 msg=Detected a threat.\\n No action needed.',
      'msg',
      'Detected a threat.\n No action needed.',
    ],
  ])('%s', (line, field, expected) => {
    const event = map(line);
    expect(event).toMatchObject({
      class: 'finding',
      code: '100',
      srcIp: '10.0.0.1',
      logsource: { product: 'security', service: 'threatmanager' },
    });
    expect(event?.fields[field]).toBe(expected);
  });
});

it('tells a bare equals sign in an address from the next key', () => {
  const event = map(
    'CEF:0|Acme|WAF|2|7|Allowed|3|request=http://x.example/a?b=c&d=e requestMethod=GET cs1=why not cs1Label=Reason outcome=success',
  );
  expect(event).toMatchObject({ class: 'http', url: 'http://x.example/a?b=c&d=e', outcome: 'success' });
  expect(event?.fields).toMatchObject({ requestMethod: 'GET', cs1: 'why not', Reason: 'why not' });
});

it('reads the empty value and the missing extension', () => {
  expect(map('CEF:0|a|b|c|d|e|1|suser= duser=bob')).toMatchObject({ user: 'bob' });
  expect(map('CEF:0|a|b|c|d|e|1')).toMatchObject({ class: 'log', code: 'd' });
  expect(map('CEF:1|a|b|c|d|e|1|')).not.toBeNull();
});

it.each([
  ['rt=1715688000123', '2024-05-14T12:00:00.123Z'],
  ['rt=May 14 2024 12:00:00.500', '2024-05-14T12:00:00.500Z'],
  ['end=2024-05-14T12:00:00Z', '2024-05-14T12:00:00.000Z'],
  ['start=May 14 12:00:00', '2024-05-14T12:00:00.000Z'],
])('reads the time of %s', (extension, expected) => {
  expect(new Date(map(`CEF:0|a|b|c|d|e|1|${extension}`)?.time ?? 0).toISOString()).toBe(expected);
});

it.each([
  ['traffic', 'src=10.0.0.1 dst=10.0.0.2 dvchost=FW1', { host: '', observer: 'fw1', class: 'network' }],
  ['traffic of a named machine', 'src=10.0.0.1 dst=10.0.0.2 dvchost=FW1 shost=WS1', { host: 'ws1', observer: 'fw1' }],
  ['the device itself', 'dvchost=FW1 suser=root', { host: 'fw1' }],
  ['nobody', 'suser=root', { host: 'collector' }],
])('places %s', (_, extension, places) => {
  expect(map(`CEF:0|a|b|c|d|e|1|${extension}`)).toMatchObject(places);
});

it.each([
  ['CEF:0|a|b', null],
  ['CEF:0|a\\|b|c|d|e|f', null],
  ['no CEF:0|a|b|c|d|e|1|', null],
])('refuses %s', (line, expected) => {
  expect(map(line)).toBe(expected);
});

it.each([
  ['CEF:0|a|b|c|d|e|1|', true],
  ['CEF: 0|a|b|c|d|e|1|', true],
  ['<13>May 14 12:00:06 h CEF:0|a|b|c|d|e|1|', true],
  ['<13>1 2024-05-14T12:00:06Z h app - - - CEF:0|a|b|c|d|e|1|', true],
  ['<13>May 14 12:00:06 h app: said CEF:0|a|b|c|d|e|1|', false],
  ['CEF:x', false],
])('recognises %j: %j', (line, expected) => {
  expect(cef.recognises(lineCandidate(line))).toBe(expected);
});
