import { describe, expect, it } from '@jest/globals';
import { parseTrees } from './trees.ts';

const tree = {
  feature: [0, -1, -1],
  threshold: [0.5, 0, 0],
  left: [1, 0, 0],
  right: [2, 0, 0],
  value: [0, -1, 1],
  cover: [10, 6, 4],
};

describe('parseTrees', () => {
  it('reads what was written', () => {
    expect(parseTrees({ base: -2, trees: [tree] })).toEqual({ base: -2, trees: [tree] });
  });

  it.each([
    ['lists of two lengths', { ...tree, value: [0] }, 'one length'],
    ['a way down that comes back', { ...tree, left: [0, 0, 0] }, 'after their parent'],
    ['a child that is not there', { ...tree, right: [3, 0, 0] }, 'after their parent'],
    ['a feature that is none', { ...tree, feature: [-2, -1, -1] }, 'trees.0.feature.0'],
  ])('refuses %s and says where', (_, broken, place) => {
    expect(() => parseTrees({ base: 0, trees: [broken] })).toThrow(place);
  });
});
