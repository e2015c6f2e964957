import { describe, expect, it } from '@jest/globals';
import { parseTrees } from './trees.ts';

const stump = {
  feature: [3, -1, -1],
  threshold: [0.5, 0, 0],
  left: [2, -1, -1],
  right: [1, -1, -1],
  value: [0, 4, -1],
  cover: [10, 2, 8],
};
const one = (change: object) => ({ base: 0.25, trees: [{ ...stump, ...change }] });

describe('parseTrees', () => {
  it('knows what to expect of a row, and how wide it must be', () => {
    expect(parseTrees(one({}))).toMatchObject({ base: 0.25, expected: 0.25 + 0.2 * 4 - 0.8, width: 4 });
  });

  it('takes a model without trees', () => {
    expect(parseTrees({ base: 1, trees: [] })).toMatchObject({ expected: 1, width: 0 });
  });

  it.each<[string, unknown, string]>([
    ['no object', [], 'trees: must be an object'],
    ['no base', { trees: [] }, 'base'],
    ['no list of trees', { base: 0, trees: {} }, 'trees: trees'],
    ['a tree that is none', { base: 0, trees: [null] }, 'trees.0'],
    ['a tree without nodes', one({ feature: [] }), 'trees.0.feature'],
    ['columns of different lengths', one({ value: [0, 1] }), 'trees.0.value'],
    ['a number that is a text', one({ threshold: ['0', 0, 0] }), 'trees.0.threshold'],
    ['a feature that is no place', one({ feature: [1.5, -1, -1] }), 'trees.0.feature'],
    ['a feature past every model', one({ feature: [1e9, -1, -1] }), 'trees.0.feature'],
    ['a child outside the tree', one({ left: [3, -1, -1] }), 'trees.0.left'],
    ['a split with one child', one({ left: [-1, -1, -1] }), 'two children'],
    ['a child with two parents', one({ left: [1, -1, -1], cover: [4, 2, 2] }), 'two parents'],
    ['a root that is its own child', one({ left: [0, -1, -1] }), 'two children'],
    ['nodes in a ring', one({ feature: [-1, 1, 1], left: [-1, 2, 1], right: [-1, 1, 2] }), 'no path'],
    ['a leaf that outweighs all others', one({ value: [0, 1e300, 0] }), 'trees.0.value'],
    ['no rows', one({ cover: [0, 0, 0] }), 'trees.0.cover'],
    ['rows that are not those of the children', one({ cover: [10, 2, 6] }), 'cover of node 0'],
    ['a child without weight', one({ cover: [1, 1e-13, 1] }), 'next to nothing'],
    ['more trees than any model has', { base: 0, trees: Array(5_001).fill(stump) }, 'more than 5000 trees'],
    [
      'more nodes than any model has',
      { base: 0, trees: [{ ...stump, feature: Array(2_000_001) }] },
      'more than 2000000 nodes',
    ],
    ['a tree that is a chain', { base: 0, trees: [deepest(259)] }, 'deeper than 128'],
  ])('refuses %s and says where', (_, json, place) => {
    expect(() => parseTrees(json)).toThrow(place);
  });
});

/** A chain: every second node splits again. */
function deepest(nodes: number) {
  const each = (tell: (at: number) => number) => Array.from({ length: nodes }, (_, at) => tell(at));
  const splits = (at: number) => at % 2 === 0 && at < nodes - 1;
  return {
    feature: each((at) => (splits(at) ? 0 : -1)),
    threshold: each(() => 0),
    left: each((at) => (splits(at) ? at + 1 : -1)),
    right: each((at) => (splits(at) ? at + 2 : -1)),
    value: each(() => 0),
    cover: each((at) => Math.ceil((nodes - at) / 2) || 1).map((cover, at) => (at % 2 === 0 ? cover : 1)),
  };
}
