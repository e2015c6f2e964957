import { describe, expect, it } from '@jest/globals';
import { REFERENCE } from '../../../../../test/fixtures/text-candidate.ts';
import { noFields } from './line.ts';
import { putStructured } from './structured-data.ts';
import { readSyslogHeader } from './syslog-header.ts';

const read = (text: string) => readSyslogHeader(text, REFERENCE);

describe('RFC 5424', () => {
  it('reads the first example of the standard', () => {
    const line =
      "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su root' failed for lonvick on /dev/pts/8";
    expect(read(line)).toEqual({
      priority: 34,
      time: Date.UTC(2003, 9, 11, 22, 14, 15, 3),
      host: 'mymachine.example.com',
      app: 'su',
      procId: '',
      msgId: 'ID47',
      structuredAt: 63,
      message: "'su root' failed for lonvick on /dev/pts/8",
    });
  });

  it('reads structured data with its escapes, and no message behind it', () => {
    const line =
      '<165>1 2003-10-11T22:14:15.003Z h evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="A\\"p\\]p\\\\"][examplePriority@32473 class="high"]';
    const header = read(line);
    const fields = noFields();
    putStructured(fields, line, header?.structuredAt ?? -1);
    expect({ ...fields }).toEqual({
      'sd.exampleSDID@32473.iut': '3',
      'sd.exampleSDID@32473.eventSource': 'A"p]p\\',
      'sd.examplePriority@32473.class': 'high',
    });
    expect(header?.message).toBe('');
  });

  it.each([
    ['a parameter without quotes', '[x a=b] text'],
    ['an open quote', '[x a="b] text'],
    ['an open bracket', '[x a="b" text'],
    ['no structured data at all', 'text'],
  ])('keeps %s as message', (_, rest) => {
    expect(read(`<13>1 2003-10-11T22:14:15Z h app 1 - ${rest}`)).toMatchObject({
      app: 'app',
      structuredAt: -1,
      message: rest,
    });
  });

  it('has no time where the line has none', () => {
    expect(read('<13>1 - - - - - - hello')).toMatchObject({ time: null, host: '', app: '', message: 'hello' });
  });
});

describe('RFC 3164 and its kin', () => {
  it.each([
    ["<34>Oct 11 22:14:15 mymachine su: 'su root' failed", 'mymachine', 'su', '', "'su root' failed"],
    ['<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!', '10.0.0.99', '', '', 'Use the BFG!'],
    ['<13>Feb  5 17:32:18 fe80::1 Use the BFG!', 'fe80::1', '', '', 'Use the BFG!'],
    ['May 14 12:00:06 web1 sshd[2201]: Accepted', 'web1', 'sshd', '2201', 'Accepted'],
    ['<86>May 14 12:00:06 sshd[1]: no host', '', 'sshd', '1', 'no host'],
    ['<30>sshd[12]: neither time nor host', '', 'sshd', '12', 'neither time nor host'],
    [
      '2024-05-14T12:00:37.822086+02:00 web1 /usr/sbin/cron[22]: (root) CMD (x)',
      'web1',
      '/usr/sbin/cron',
      '22',
      '(root) CMD (x)',
    ],
    ['<166>May 14 2024 12:00:06: %ASA-6-302013: x', '', '', '', '%ASA-6-302013: x'],
    ['<166>May 14 12:00:06 UTC: %ASA-6-302013: x', '', '', '', '%ASA-6-302013: x'],
    ['<166>May 14 12:00:06 FW1: %ASA-6-302013: x', 'FW1', '', '', '%ASA-6-302013: x'],
    ['<166>May 14 12:00:06 FW1 : %ASA-6-302013: x', 'FW1', '', '', '%ASA-6-302013: x'],
    ['Sep 19 08:26:10 host CEF:0|a|b|c|d|e|1|', 'host', '', '', 'CEF:0|a|b|c|d|e|1|'],
    [
      "<0>1990 Oct 22 10:52:01 TZ-6 host sched[0]: That's All Folks!",
      '',
      '',
      '',
      "1990 Oct 22 10:52:01 TZ-6 host sched[0]: That's All Folks!",
    ],
  ])('%s', (line, host, app, procId, message) => {
    expect(read(line)).toMatchObject({ host, app, procId, message });
  });

  it.each(['', 'Use the BFG!', '<192>x', '<>x', '<1234>x', '<-1>x', 'sshd[1]: text'])('%j has no header', (line) => {
    expect(read(line)).toBeNull();
  });
});
