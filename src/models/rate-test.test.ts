import { describe, expect, it } from '@jest/globals';
import { ratioTest, shareTest } from './rate-test.ts';
import { binomial, seeded } from './simulated.fixture.ts';

const RUNS = 2_000;
const ALPHA = 0.05;
const WINDOWS = 100;

/** Share of simulated runs that were stopped because the p-value fell to alpha at one of all their windows. */
function stopped(run: (random: () => number) => { step(): number }): number {
  let count = 0;
  for (let seed = 0; seed < RUNS; seed++) {
    const { step } = run(seeded(seed));
    for (let window = 0; window < WINDOWS; window++) {
      if (step() > ALPHA) continue;
      count += 1;
      break;
    }
  }
  return count / RUNS;
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
