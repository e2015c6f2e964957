import { describe, expect, it } from '@jest/globals';
import { entityGroups } from './entity-groups.ts';
import { type GroupedCount, ratioTest, shareTest } from './rate-test.ts';
import { binomial, normal, seeded } from './simulated.fixture.ts';

const RUNS = 2_000;
const ALPHA = 0.05;
const WINDOWS = 100;

/** Share of simulated runs that were stopped because the p-value fell to alpha at one of all their windows. */
function stopped(run: (random: () => number) => { step(): number }, runs = RUNS): number {
  let count = 0;
  for (let seed = 0; seed < runs; seed++) {
    const { step } = run(seeded(seed));
    for (let window = 0; window < WINDOWS; window++) {
      if (step() > ALPHA) continue;
      count += 1;
      break;
    }
  }
  return count / runs;
}

/** A canary of a tenth of the rows, looked at after every window; the base rate wanders between a third and three times. */
const experiment =
  (rate: number, ratio: number, test = () => ratioTest()) =>
  (random: () => number) => {
    const running = test();
    return {
      step() {
        const now = rate * 3 ** (2 * random() - 1);
        const [active, canary] = [450, 50];
        running.add(
          { total: active, events: binomial(random, active, now) },
          { total: canary, events: binomial(random, canary, Math.min(1, now * ratio)) },
        );
        return running.result().pValue;
      },
    };
  };

describe('the test of two rates, looked at after each of 100 windows', () => {
  it.each([
    ['one row in a thousand', 0.001],
    ['two in a hundred', 0.02],
    ['a tenth', 0.1],
  ])('given equal rates of %s, then no more than alpha of 2,000 runs are stopped', (_, rate) => {
    expect(stopped(experiment(rate, 1))).toBeLessThanOrEqual(ALPHA);
  });

  it('given an excess that is allowed, then no more than alpha of 2,000 runs are stopped', () => {
    const guarded = () => ratioTest(2, 'above');
    expect(stopped(experiment(0.02, 2, guarded))).toBeLessThanOrEqual(ALPHA);
  });

  it.each([
    ['half as many again', 1.5],
    ['two thirds', 0.667],
  ])('given %s at one in ten, then nine runs in ten find it within 5,000 rows of the canary', (_, ratio) => {
    expect(stopped(experiment(0.1, ratio))).toBeGreaterThan(0.9);
  });
});

describe('the test of two rates of entities that differ', () => {
  const { exp, min } = Math;
  const ENTITIES = Array.from({ length: 200 }, (_, entity) => entity);
  const GROUP_OF = ENTITIES.map((entity) =>
    entityGroups([{ entity: `host-${entity}`, isForwarded: true }]).findIndex(({ rows }) => rows > 0),
  );
  /** 20 of 200 entities in the canary, whose rates are log-normal around two in a hundred; two rows of each a window. */
  const ofEntities = (ratio: number, knowsGroups: boolean) => (random: () => number) => {
    const rates = ENTITIES.map(() => 0.02 * exp(normal(random) - 0.5));
    const test = ratioTest();
    const arm = (entities: readonly number[], times: number): GroupedCount => {
      const groups = Array.from({ length: 16 }, () => ({ rows: 0, forwarded: 0 }));
      for (const entity of entities) {
        const group = groups[GROUP_OF[entity] as number] as (typeof groups)[number];
        group.rows += 2;
        group.forwarded += binomial(random, 2, min(1, (rates[entity] as number) * times));
      }
      const events = groups.reduce((sum, { forwarded }) => sum + forwarded, 0);
      return { total: 2 * entities.length, events, ...(knowsGroups && { groups }) };
    };
    return {
      step() {
        test.add(arm(ENTITIES.slice(20), 1), arm(ENTITIES.slice(0, 20), ratio));
        return test.result().pValue;
      },
    };
  };

  it('given equal versions and the groups of the entities, then no more than alpha of the runs are stopped', () => {
    expect(stopped(ofEntities(1, true), 200)).toBeLessThanOrEqual(ALPHA);
  });

  it('given that the groups are not known, then far more are: the groups are needed', () => {
    expect(stopped(ofEntities(1, false), 200)).toBeGreaterThan(3 * ALPHA);
  });

  it('given four times as much, then most runs find it all the same', () => {
    expect(stopped(ofEntities(4, true), 100)).toBeGreaterThan(0.8);
  });
});

describe('the test of a share', () => {
  const observed = (share: number, bound: number) => (random: () => number) => {
    const test = shareTest(bound);
    return {
      step() {
        test.add({ total: 100, events: binomial(random, 100, share) });
        return test.result().pValue;
      },
    };
  };

  it.each([0.001, 0.01, 0.1])('given a share that is just at the bound %d, then it is hardly ever stopped', (bound) => {
    expect(stopped(observed(bound, bound))).toBeLessThanOrEqual(ALPHA);
  });

  it('given three times the bound, then it is always found', () => {
    expect(stopped(observed(0.03, 0.01))).toBeGreaterThan(0.99);
  });

  it('given a model that has nothing to say, then twenty rows are enough', () => {
    const test = shareTest(0.01);
    test.add({ total: 20, events: 20 });
    expect(test.result()).toMatchObject({ share: 1, pValue: expect.closeTo(0, 9) });
  });
});

it('given nothing, or nothing in one arm, then nothing is found', () => {
  const test = ratioTest();
  expect(test.result().pValue).toBe(1);
  test.add({ total: 100, events: 50 }, { total: 0, events: 0 });
  expect(test.result()).toEqual({ pValue: 1, ratio: Number.NaN });
});

it('tells how many times more', () => {
  const test = ratioTest();
  test.add({ total: 1000, events: 20 }, { total: 500, events: 30 });
  expect(test.result().ratio).toBeCloseTo(3, 9);
});
