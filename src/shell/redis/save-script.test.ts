import { expect, it } from '@jest/globals';
import { changeArguments, SAVE_SHA } from './save-script.ts';

it('lays out a change as counted lists, what is set before what is deleted', () => {
  const change = new Map<string, Uint8Array | null>([
    ['a', Uint8Array.of(1)],
    ['b', null],
    ['c', Uint8Array.of(2)],
  ]);
  expect(changeArguments(change)).toEqual([2, 'a', Buffer.of(1), 'c', Buffer.of(2), 1, 'b']);
});

it('says nothing for no change', () => {
  expect(changeArguments(new Map())).toEqual([0, 0]);
});

it('names the script by its hash', () => {
  expect(SAVE_SHA).toMatch(/^[0-9a-f]{40}$/);
});
