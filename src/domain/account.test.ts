import { describe, expect, it } from '@jest/globals';
import { bareName, isServiceAccount } from './account.ts';

describe('isServiceAccount', () => {
  it.each([
    ['NT AUTHORITY\\SYSTEM', true],
    ['NT AUTHORITY\\LOCAL SERVICE', true],
    ['Window Manager\\DWM-12', true],
    ['CORP\\WS01$', true],
    ['root', true],
    ['-', true],
    ['', true],
    ['CORP\\alice', false],
    ['alice@corp.example', false],
    ['systematic', false],
    ['dwm-x', false],
  ])('%s: %s', (user, expected) => {
    expect(isServiceAccount(user)).toBe(expected);
  });
});

it('bareName leaves out the domain', () => {
  expect(['CORP\\Alice', 'alice@corp.example', '@odd', ' bob '].map(bareName)).toEqual([
    'alice',
    'alice',
    '@odd',
    'bob',
  ]);
});
