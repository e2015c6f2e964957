import { describe, expect, it } from '@jest/globals';
import { EFFORTS } from './efforts.ts';
import type { Row } from './row.ts';
import { later } from './shift-time.ts';
import { withTexts } from './texts.ts';

const row = (raw: string): Row => ({ id: 'r', ts: '2024-05-14T23:30:00.000Z', host: 'h', format: 'f', raw });
const eventRow = (event: Row['event'] & object): Row => ({
  id: 'r',
  ts: '2024-05-14T23:30:00.000Z',
  host: 'h',
  format: 'f',
  event,
});
const HOUR = 3_600_000;

describe('later', () => {
  it.each([
    [
      'a - - [14/May/2024:23:30:00 +0000] "GET / HTTP/1.1" 200 1',
      'a - - [15/May/2024:00:30:00 +0000] "GET / HTTP/1.1" 200 1',
    ],
    ['<86>1 2024-05-14T23:30:00.148977Z WEB sshd 1 - - x', '<86>1 2024-05-15T00:30:00.148Z WEB sshd 1 - - x'],
    ['<166>May 14 23:30:00 FW %ASA-6-302013: x', '<166>May 15 00:30:00 FW %ASA-6-302013: x'],
    ['05/14-23:30:00.938 [**] x', '05/15-00:30:00.938 [**] x'],
    ['ls -l', 'ls -l'],
  ])('tells the new time where the line tells it: %s', (raw, moved) => {
    expect(later(row(raw), HOUR)).toEqual({ ...row(moved), ts: '2024-05-15T00:30:00.000Z' });
  });

  it('tells the new time in every field that tells it', () => {
    const times = (System: string, UtcTime: string, ts: number, ms: number) =>
      eventRow({
        ts,
        timestamp_ms: ms,
        System: { TimeCreated: System, EventID: 1 },
        EventData: { UtcTime, Image: 'x' },
      });
    const before = times('2024-05-14T23:30:00.5000000Z', '2024-05-14 23:30:00.500', 1715729400.5, 1715729400500);
    const after = times('2024-05-15T00:30:00.500Z', '2024-05-15 00:30:00.500', 1715733000.5, 1715733000500);
    expect(later(before, HOUR)).toEqual({ ...after, ts: '2024-05-15T00:30:00.000Z' });
  });
});

it('withTexts changes what an attacker writes and nothing else', () => {
  const shout = (text: string) => text.toUpperCase();
  expect(withTexts(row('a - - [t] "GET /x?y HTTP/1.1" 200 1 "-" "curl/8"'), shout).raw).toBe(
    'a - - [t] "GET /X?Y HTTP/1.1" 200 1 "-" "CURL/8"',
  );
  expect(withTexts(eventRow({ EventData: { CommandLine: 'id', User: 'bob' } }), shout).event).toEqual({
    EventData: { CommandLine: 'ID', User: 'bob' },
  });
});

it('padding comes before the attack row, from the same source, as events of their own', () => {
  const attack = { ...row('a 10.0.0.1'), id: 'attack' };
  const background = [
    { ...row('b 10.0.0.1'), id: 'like' },
    { ...row('c 10.0.0.2'), id: 'unlike' },
  ];
  const four = EFFORTS.find(({ name }) => name.includes('benign events, 4 '));
  const made = four?.apply({ attack: [attack], background, stepStart: () => 0 }, 7);
  expect(made?.added.map(({ raw }) => raw)).toEqual(Array(4).fill('b 10.0.0.1'));
  expect(new Set(made?.added.map(({ id }) => id)).size).toBe(4);
  expect(made?.added.every(({ ts }) => ts < attack.ts)).toBe(true);
});
