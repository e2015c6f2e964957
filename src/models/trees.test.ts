import { expect, it } from '@jest/globals';
import { treesManifest } from '../../test/fixtures/manifests.ts';
import { treesOf } from './trees.ts';

const asking = (column: number) => ({
  base: 0,
  trees: [
    {
      feature: [column, -1, -1],
      threshold: [0.5, 0, 0],
      left: [1, -1, -1],
      right: [2, -1, -1],
      value: [0, -1, 1],
      cover: [2, 1, 1],
    },
  ],
});

it('given trees that ask for the last column of a row, when read, then they are taken', () => {
  expect(treesOf(treesManifest(3), asking(18)).width).toBe(19);
});

it('given trees that ask for more than a row has, when read, then it says so', () => {
  expect(() => treesOf(treesManifest(3), asking(19))).toThrow('trees.json: asks for 20 columns, a row has 19');
});
