import { describe, expect, it } from '@jest/globals';
import { type FeatureStats, farthestFeatures, occlude, robustZ } from './explanation.ts';

const stats = (name: string, change: Partial<FeatureStats> = {}): FeatureStats => ({
  name,
  median: 0,
  iqr: 1,
  p5: -1,
  p95: 1,
  used: true,
  ...change,
});
const features = [
  stats('calm'),
  stats('wide', { iqr: 100, p5: -90, p95: 90 }),
  stats('constant', { iqr: 0, p5: 0, p95: 0 }),
];

describe('farthestFeatures', () => {
  it.each<[string, number[], number, number[]]>([
    ['the farthest in its own spread first', [4, 100, 0], 6, [0, 1]],
    ['a feature that never moved in training is far at once', [4, 0, 0.1], 6, [2, 0]],
    ['no more than asked for', [4, 100, 1], 2, [2, 0]],
    ['none of a row that is all median', [0, 0, 0], 6, []],
    ['a missing number is no distance', [4], 6, [0]],
  ])('%s', (_, vector, most, places) => {
    expect(farthestFeatures(vector, features, most)).toEqual(places);
  });

  it('a feature that the model does not look at is none, however far', () => {
    expect(farthestFeatures([9, 9], [stats('ignored', { used: false }), stats('used')], 6)).toEqual([1]);
  });

  it('robustZ is finite without a spread', () => {
    expect(Number.isFinite(robustZ(1, stats('x', { iqr: 0, p5: 0, p95: 0 })))).toBe(true);
  });
});

it('occlude sets one more place to its median in each row and leaves the vector alone', () => {
  const vector = Float32Array.of(5, 6, 7);
  expect([...occlude(vector, [2, 0], features)]).toEqual([5, 6, 0, 0, 6, 0]);
  expect([...vector]).toEqual([5, 6, 7]);
});
