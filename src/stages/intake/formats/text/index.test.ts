import { expect, it } from '@jest/globals';
import { lineCandidate } from '../../../../../test/fixtures/text-candidate.ts';
import { TEXT_FORMATS } from './index.ts';

it.each([
  ['type=CWD msg=audit(1364481363.243:24287):  cwd="/home"', 'auditd'],
  ['<13>May 14 12:00:06 h CEF:0|a|b|c|d|e|1|', 'cef'],
  ['<166>May 14 12:00:06 FW %ASA-6-302013: Built', 'cisco_asa'],
  ['05/14-12:02:05.860 [**] [1:382:1] PING [**] [Priority: 3] {ICMP} 1.2.3.4 -> 5.6.7.8', 'snort_alert'],
  ['10.0.0.9 - - [14/May/2024:12:05:51 +0000] "CONNECT a:443 HTTP/1.1" 200 5 "-" "-"', 'proxy_access'],
  ['10.0.0.9 - - [14/May/2024:12:05:51 +0000] "GET / HTTP/1.1" 200 5 "-" "-"', 'web_access'],
  ['<30>1 2024-05-14T12:00:00Z h app 1 - - x', 'syslog'],
  ['May 14 12:00:06 h app: type=SYSCALL', 'syslog'],
  ['#1699999999', 'bash_history'],
  ['whoami', 'plain'],
  ['', 'plain'],
])('without a hint %j is %s', (line, name) => {
  expect(TEXT_FORMATS.find((format) => format.recognises(lineCandidate(line)))?.name).toBe(name);
});

it('no two formats answer to one hint, and every name is a hint', () => {
  const hints = TEXT_FORMATS.flatMap((format) => format.hints);
  expect(new Set(hints).size).toBe(hints.length);
  expect(hints).toEqual(expect.arrayContaining(TEXT_FORMATS.map((format) => format.name)));
  expect(hints.every((hint) => hint === hint.toLowerCase())).toBe(true);
});
