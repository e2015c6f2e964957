import { describe, expect, it } from '@jest/globals';
import { codesIn, codeTold, withoutCodes } from './code-set.ts';
import { featureTeller } from './feature-told.ts';
import { factsOf } from './moved.ts';
import { leftOutMovement, occlusionMovement, treesMovement } from './movements.ts';
import { eventTold, lastEvents, withoutEach } from './sequence-events.ts';
import { parseTrees } from './trees.ts';

const stats = (name: string, p5 = 0, p95 = 0) => ({ name, median: 0, iqr: 0, p5, p95, used: true });
const features = [stats('hits', 0, Math.log1p(2)), stats('new_process'), stats('failure_share', 0.1, 0.25)];

describe('featureTeller', () => {
  const told = (all: readonly ReturnType<typeof stats>[], row: readonly number[]) => featureTeller(all, row);

  it.each([
    ['hits', Math.log1p(99), '99', '0'],
    ['new_process', 1, 'new here', 'known here'],
    ['is_auth', 1, 'yes', 'no'],
    ['failure_share', 0.123456, '0.1235', '0'],
    ['entity_burst_1m', Math.log(12), '12 times', '1 times'],
    ['code_rarity', Math.log(250), '1 in 250', '1 in 1'],
    ['of another set', 1.5, '1.5', '0'],
  ])('tells %s as a person reads it', (name, number, value, expected) => {
    expect(told([stats(name)], [number])(0)).toEqual({ name, value, expected });
  });

  it('tells the range of nine in ten training rows', () => {
    expect(told(features, [0, 0, 0])(2)).toMatchObject({ expected: '0.1..0.25' });
  });

  const HOUR = 3_600;
  it.each<[string, number, number, number, string]>([
    ['known for a day', 30, 30 + 59 * 2, 24 * HOUR, 'about 2 here, 0..4 elsewhere'],
    ['known for an hour', 30, 30, HOUR + 1, 'about 0 here, 0..4 elsewhere'],
    ['known for minutes', 30, 90, HOUR / 6, '0..4'],
  ])('tells what is usual for an entity that is %s', (_, now, hour, age, expected) => {
    const all = [stats('code_1m', 0, Math.log1p(4)), stats('code_60m'), stats('entity_age')];
    expect(told(all, [now, hour, age].map(Math.log1p))(0)).toMatchObject({ value: '30', expected });
  });

  it('tells nothing of the entity where the row has no longer count', () => {
    expect(told([stats('code_1m', 0, Math.log1p(4))], [0])(0)).toMatchObject({ expected: '0..4' });
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
    expect([2, 3, 4].map((place) => eventTold(tokens, place))).toEqual([
      { name: '2 events before', value: 'kind 8', expected: '' },
      { name: 'the event before', value: 'kind 9', expected: '' },
      { name: 'this event', value: 'kind 9', expected: '' },
    ]);
  });
});

describe('codes of an entity', () => {
  const ids = Int32Array.of(9, 0, 7);
  const values = Float32Array.from([
    1,
    2,
    Math.log1p(3),
    Math.log1p(40),
    0,
    0,
    0,
    0,
    5,
    5,
    Math.log1p(1),
    Math.log1p(2),
  ]);

  it('are taken out one by one, with their values', () => {
    expect(codesIn(ids)).toEqual([0, 2]);
    const [left, numbers] = withoutCodes(ids, values, [0, 2]);
    expect([...left]).toEqual([0, 0, 7, 9, 0, 0]);
    expect([...numbers]).toEqual([0, 0, 0, 0, ...values.subarray(4), ...values.subarray(0, 8), 0, 0, 0, 0]);
  });

  it('are told with how often the entity had them', () => {
    expect([0, 2].map((place) => codeTold(ids, values, place))).toEqual([
      { name: 'events like this one', value: 'about 3 in an hour, 40 in a day', expected: '' },
      { name: 'events of kind 7', value: 'about 1 in an hour, 2 in a day', expected: '' },
    ]);
    const ofTenant = codeTold([0, 4096 + 7], [0, 0, 0, 0, 0, 0, Math.log1p(5), 0], 1);
    expect(ofTenant).toEqual({ name: 'events of kind 7 in the tenant', value: 'about 5 in an hour', expected: '' });
  });
});

describe('leftOutMovement', () => {
  const things = ['a', 'b', 'c'].map((name) => ({ name, value: '', expected: '' }));

  it('is what the row loses without each', () => {
    const { moved, whole } = leftOutMovement(things, { share: 4, after: [4, 3, 2] });
    expect(moved.map(({ name, by }) => [name, by])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
    expect(whole).toBe(4);
  });

  it.each([
    ['for it', { share: 2, after: [-1, -1, -1] }, 9],
    ['against it', { share: -2, after: [1, 1, 1] }, -9],
  ])('of things that are odd only together shares what they moved: %s', (_, without, whole) => {
    expect(leftOutMovement(things, without).whole).toBe(whole);
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
