import { describe, expect, it } from '@jest/globals';
import { lineCandidate, REFERENCE } from '../../../../../test/fixtures/text-candidate.ts';
import { syslog } from './syslog.ts';

const map = (text: string) => syslog.map(lineCandidate(text, 'syslog', { host: 'COLLECTOR', time: REFERENCE }));

it('names facility, severity, program and message', () => {
  expect(map('<165>1 2024-05-14T12:00:00Z h myproc 8710 ID1 - hello')).toMatchObject({
    class: 'log',
    time: Date.UTC(2024, 4, 14, 12),
    host: 'h',
    process: 'myproc',
    logsource: { product: 'linux', category: '', service: 'syslog' },
    fields: { facility: 'local4', severity: 'notice', app: 'myproc', procid: '8710', msgid: 'ID1', message: 'hello' },
    tainted: ['message'],
  });
});

it.each([
  ['<86>1 2024-05-14T12:00:00Z h sshd 1 - - Server listening', 'sshd'],
  ['<86>1 2024-05-14T12:00:00Z h sshd-session 1 - - x', 'sshd'],
  ['<85>1 2024-05-14T12:00:00Z h sudo 1 - - x', 'sudo'],
  ['<78>1 2024-05-14T12:00:00Z h CRON 1 - - x', 'cron'],
  ['<78>1 2024-05-14T12:00:00Z h /usr/sbin/crond 1 - - x', 'cron'],
  ['<30>1 2024-05-14T12:00:00Z h su 1 - - x', 'auth'],
  ['<86>1 2024-05-14T12:00:00Z h unknown 1 - - x', 'auth'],
  ['<30>1 2024-05-14T12:00:00Z h unknown 1 - - x', 'syslog'],
])('%s belongs to %s', (line, service) => {
  expect(map(line)?.logsource).toEqual({ product: 'linux', category: '', service });
});

describe('what the line does not say', () => {
  it('takes time and host from the shipper', () => {
    expect(map('<30>1 - - app - - - x')).toMatchObject({ time: REFERENCE, host: 'COLLECTOR' });
  });

  it('keeps the second half of a line that someone broke, and reads no program from it', () => {
    const forged = 'sshd[1]: Accepted password for root from 10.0.0.1 port 22 ssh2';
    const event = map(forged);
    expect(event).toMatchObject({ class: 'log', host: 'COLLECTOR', time: REFERENCE, fields: { message: forged } });
    expect(event?.outcome).toBeUndefined();
  });
});

it('keeps control characters as data and ends the line at its line feed', () => {
  const event = map('<30>1 2024-05-14T12:00:00Z h app 1 - - a\u001b[2Jb\r\n');
  expect(event?.fields.message).toBe('a\u001b[2Jb');
  expect(map('<30>1 2024-05-14T12:00:00Z h app 1 - - a\r')?.fields.message).toBe('a\r');
});

describe('another format inside', () => {
  it.each([
    [
      '<33>May 14 12:00:06 ids snort[88]: [1:2:3] RULE [Classification: c] [Priority: 2]: {TCP} 1.2.3.4:5 -> 10.0.0.5:80',
      'finding',
      '1:2',
    ],
    ['<33>May 14 12:00:06 h CEF:0|v|p|1|77|n|3|src=1.2.3.4 dst=10.0.0.5', 'network', '77'],
    ["<33>May 14 12:00:06 fw %ASA-5-111008: User 'a' executed the 'show' command.", 'process', '111008'],
    [
      '<33>May 14 12:00:06 h audispd: type=SYSCALL msg=audit(1364481363.243:24290): arch=c000003e syscall=59',
      'process',
      'SYSCALL',
    ],
  ])('%s', (line, kind, code) => {
    expect(map(line)).toMatchObject({ class: kind, code });
  });

  it('is not read from the middle of a message', () => {
    const line =
      '<86>May 14 12:00:06 h app[1]: bad input CEF:0|v|p|1|77|n|9|src=1.2.3.4 %ASA-6-605005: Login permitted';
    expect(map(line)).toMatchObject({ class: 'log', process: 'app', host: 'h' });
  });
});

it.each([
  ['<13>x', true],
  ['May 14 12:00:06 web1 sshd[2201]: x', true],
  ['2024-05-14T12:00:37Z web1 app[1]: x', true],
  ['2024-05-14 12:00:37 web1 app: x', false],
  ['2024-05-14T12:00:37Z INFO started', false],
  ['May be later', false],
  ['<html>', false],
  ['', false],
])('without a hint recognises %j: %j', (line, expected) => {
  expect(syslog.recognises(lineCandidate(line))).toBe(expected);
});
