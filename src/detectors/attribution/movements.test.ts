import { describe, expect, it } from '@jest/globals';
import { eventsMovement, lastEvents, withoutEach } from './events-movement.ts';
import { featureTold } from './feature-told.ts';
import { factsOf } from './moved.ts';
import { occlusionMovement, treesMovement } from './movements.ts';
import { parseTrees } from './trees.ts';

const stats = (name: string, p5 = 0, p95 = 0) => ({ name, median: 0, iqr: 0, p5, p95, used: true });
const features = [stats('hits', 0, Math.log1p(2)), stats('new_process'), stats('failure_share', 0.1, 0.25)];

describe('featureTold', () => {
  it.each([
    [0, Math.log1p(99), 'hits', '99', '0..2'],
    [1, 1, 'new_process', 'new here', 'known here'],
    [2, 0.123456, 'failure_share', '0.1235', '0.1..0.25'],
  ])('%#: tells what a person reads', (place, number, name, value, expected) => {
    expect(featureTold(features[place] as (typeof features)[0], number)).toEqual({ name, value, expected });
  });

  it('tells flags as yes and no, and unknown features as they are', () => {
    expect(featureTold(stats('is_auth', 0, 1), 1)).toMatchObject({ value: 'yes', expected: 'no..yes' });
    expect(featureTold(stats('of another set', 1, 2), 1.5)).toMatchObject({ value: '1.5', expected: '1..2' });
  });
});

it('given trees, when told what moved them, then features that added nothing and columns without a name are left out', () => {
  const stump = { threshold: [0.5, 0, 0], left: [1, -1, -1], right: [2, -1, -1], value: [0, -1, 1], cover: [4, 3, 1] };
  const trees = parseTrees({ base: 0, trees: [0, 3].map((column) => ({ ...stump, feature: [column, -1, -1] })) });
  const { moved, whole } = treesMovement(trees, Float32Array.of(1, 1, 1, 1), features);
  expect(moved).toEqual([{ name: 'hits', value: '1.718', expected: '0..2', by: expect.closeTo(1.5, 9) }]);
  expect(whole).toBeCloseTo(3, 9);
});

it('given a row scored again and again, when told what moved it, then each replacement counts from the one before', () => {
  const occluded = { share: 0.8, after: [0.2, 0.3] };
  const { moved, whole } = occlusionMovement(Float32Array.of(1, 1, 1), [2, 0], features, occluded);
  expect(moved.map(({ name, by }) => [name, by])).toEqual([
    ['failure_share', expect.closeTo(0.6, 12)],
    ['hits', expect.closeTo(-0.1, 12)],
  ]);
  expect(whole).toBe(0.8);
});

describe('events of a sequence', () => {
  const tokens = Int32Array.of(0, 7, 8, 9, 9);

  it('are found from the end, without padding', () => {
    expect(lastEvents(tokens, 8)).toEqual([1, 2, 3, 4]);
    expect(lastEvents(tokens, 2)).toEqual([3, 4]);
  });

  it('are taken out one by one, what came before moves up', () => {
    expect([...withoutEach(tokens, [2, 4])]).toEqual([0, 0, 7, 9, 9, 0, 0, 7, 8, 9]);
  });

  it('are named by how far back they lie', () => {
    const { moved, whole } = eventsMovement(tokens, [2, 3, 4], { share: 4, after: [4, 3, 2] });
    expect(moved.map(({ name, value, by }) => [name, value, by])).toEqual([
      ['2 events before', 'kind 8', 0],
      ['the event before', 'kind 9', 1],
      ['this event', 'kind 9', 2],
    ]);
    expect(whole).toBe(4);
  });

  it.each([
    ['for it', { share: 2, after: [-1, -1, -1] }, 9],
    ['against it', { share: -2, after: [1, 1, 1] }, -9],
  ])('that are odd only together share what they moved: %s', (_, without, whole) => {
    expect(eventsMovement(tokens, [2, 3, 4], without).whole).toBe(whole);
  });
});

it('factsOf names what moved most, strongest contribution first, and leaves the rest to the last', () => {
  const moved = [1, -3, 2].map((by, i) => ({ name: `f${i}`, value: '', expected: '', by }));
  const facts = factsOf({ moved, whole: 10 }, 0.5, 2);
  expect(facts.map(({ name, contribution }) => [name, contribution])).toEqual([
    ['f2', expect.closeTo(0.1, 12)],
    ['f1', expect.closeTo(-0.15, 12)],
    ['everything else', expect.closeTo(0.55, 12)],
  ]);
});
