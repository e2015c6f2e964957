import { describe, expect, it } from '@jest/globals';
import { account, address, firstText, numberOf, part, port, text } from './read-value.ts';

describe('values of strangers', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::FFFF:10.0.0.1', '10.0.0.1'],
    ['FE80::1%eth0', 'fe80::1%eth0'],
    ['::1', '::1'],
    ['-', ''],
    ['secretsmanager.amazonaws.com', ''],
    ['10.0.0.1; drop table', ''],
    [`${'1'.repeat(60)}:`, ''],
    [17, ''],
  ])('given %j, when read as an address, then it is %j', (value, expected) => {
    expect(address(value)).toBe(expected);
  });

  it.each([
    ['443', 443],
    [53, 53],
    ['0', 0],
    ['65536', 0],
    ['-1', 0],
    ['4.5', 0],
    ['ssh', 0],
    [null, 0],
  ])('given %j, when read as a port, then it is %j', (value, expected) => {
    expect(port(value)).toBe(expected);
  });

  it('given dashes, numbers and objects, when read as text, then only scalars with content count', () => {
    expect([text('-'), text(7), text(false), text({}), text(null), text('a')]).toEqual(['', '7', 'false', '', '', 'a']);
    expect(firstText(undefined, '-', '', 'b', 'c')).toBe('b');
    expect(part({ a: [1] }, 'a')).toEqual({});
  });

  it.each([
    ['CORP', 'anna', 'CORP\\anna'],
    ['-', 'anna', 'anna'],
    ['CORP', '-', ''],
  ])('given domain %j and user %j, when joined, then it is %j', (domain, user, expected) => {
    expect(account(domain, user)).toBe(expected);
  });

  it.each([
    ['7045', 7045],
    [7045, 7045],
    ['', Number.NaN],
    ['-', Number.NaN],
    [null, Number.NaN],
    [[1], Number.NaN],
    [{ toString: 1, valueOf: 2 }, Number.NaN],
  ])('given %j, when read as a number, then it is %d', (value, expected) => {
    expect(numberOf(value)).toBe(expected);
  });
});
