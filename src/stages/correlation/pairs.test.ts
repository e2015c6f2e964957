import { expect, it } from '@jest/globals';
import { pairs } from './pairs.ts';

it.each<[readonly string[][], number]>([
  [[], 0],
  [[[]], 0],
  [[['a', 'b', 'c']], 1],
  [[['a'], ['a']], 1],
  [[['a', 'b'], ['a']], 2],
  [[['a', 'b'], ['b', 'c'], ['a'], ['a']], 3],
  [[['a'], ['a', 'b'], ['b', 'c'], ['c', 'd']], 4],
])('%j has %d pairs', (lists, count) => {
  expect(pairs(lists)).toBe(count);
});
