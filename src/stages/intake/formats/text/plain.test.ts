import { expect, it } from '@jest/globals';
import { lineCandidate, REFERENCE } from '../../../../../test/fixtures/text-candidate.ts';
import { plain } from './plain.ts';

const map = (text: string) => plain.map(lineCandidate(text, '', { time: REFERENCE, host: 'h', user: 'u' }));

it.each([
  [
    '2024-05-14 10:00:00,123 ERROR login failed from 203.0.113.9 to 10.0.0.5: boom',
    Date.UTC(2024, 4, 14, 10, 0, 0, 123),
    '203.0.113.9',
    '10.0.0.5',
  ],
  ['a-b-c at 2024-05-14T10:00:00Z, by 10.0.0.5.', Date.UTC(2024, 4, 14, 10), '10.0.0.5', ''],
  ['version 1.2.3.4.5 and 300.1.1.1 and 12024-05-14T10:00:00Z', REFERENCE, '', ''],
  ['nothing', REFERENCE, '', ''],
  [`${' '.repeat(200)}10.0.0.5`, REFERENCE, '', ''],
])('%j', (text, time, srcIp, dstIp) => {
  expect(map(text)).toMatchObject({
    time,
    srcIp,
    dstIp,
    class: 'log',
    host: 'h',
    user: 'u',
    fields: { message: text },
  });
});

it('claims anything and bounds it', () => {
  expect(plain.recognises(lineCandidate(''))).toBe(true);
  expect(map('x'.repeat(1_000_000))?.fields.message).toHaveLength(65_536);
});
