import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseTime } from './parse-time.ts';

const NOON = Date.UTC(2024, 2, 12, 12, 0, 3, 130);

describe('timestamps', () => {
  it.each([
    ['2024-03-12T12:00:03.130Z', NOON],
    ['2024-03-12T12:00:03.1305197Z', NOON],
    ['2024-03-12 12:00:03.130', NOON],
    ['2024-03-12 12:00:03,130', NOON],
    ['2024-03-12T14:00:03.130+02:00', NOON],
    ['2024-03-12T07:00:03.130000-0500', NOON],
    ['2024-03-12T12:00:03Z', NOON - 130],
    ['2024-03-12 12:00:03 UTC', NOON - 130],
    ['2024-03-12', Date.UTC(2024, 2, 12)],
    [1710244803.13, NOON],
    ['1710244803.130000', NOON],
    [NOON, NOON],
    [NOON * 1_000 + 1, NOON],
    [`${NOON}000000`, NOON],
  ])('given %j, when parsed, then it is that moment', (value, expected) => {
    expect(parseTime(value)).toBe(expected);
  });

  it.each([
    '',
    '2023-02-29T12:00:00.000Z',
    '2024-04-31T12:00:00Z',
    '2024-04-30T12:60:00Z',
    'yesterday',
    '12/Mar/2024:12:01:10 +0000',
    '2024-13-01T00:00:00.000Z',
    '2024-03-12T25:00:00.000Z',
    '2024-03-12T12:00:03.13xZ',
    '2024-03-12T12-00:03.130Z',
    `2024-${'1'.repeat(60)}`,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e24,
    -1e24,
    '99999999999999999999',
    null,
    {},
  ])('given %j, when parsed, then there is no time', (value) => {
    expect(parseTime(value)).toBeNull();
  });

  it('given any moment as ISO text, when parsed, then it is what Date says', () => {
    const moments = fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
    fc.assert(fc.property(moments, (moment) => expect(parseTime(moment.toISOString())).toBe(moment.getTime())));
  });
});
