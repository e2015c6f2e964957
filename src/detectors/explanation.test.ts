import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contributions, type FeatureStats, farthestFeatures, occlude, REST, robustZ } from './explanation.ts';

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

describe('contributions', () => {
  it('add up to the score', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(probability, fc.array(probability, { minLength: 3, maxLength: 3 }), (score, occluded) => {
        const facts = contributions([1, 2, 3], [0, 1, 2], features, score, occluded);
        expect(facts.reduce((sum, fact) => sum + fact.contribution, 0)).toBeCloseTo(score, 10);
      }),
    );
  });

  it('tell the feature that moved most first, with what was expected', () => {
    const facts = contributions([1.23456, 50], [0, 1], features, 0.9, [0.8, 0.1]);
    expect(facts[0]).toMatchObject({ name: 'wide', value: '50', expected: '-90..90' });
    expect(facts[0]?.contribution).toBeCloseTo(0.7);
    expect(facts[1]).toMatchObject({ name: 'calm', value: '1.235' });
    expect(facts.at(-1)).toMatchObject({ name: REST, expected: '' });
  });
});
