import { describe, expect, it } from '@jest/globals';
import { entry, many } from './entry.fixture.ts';
import { emptyPast, limitedUntil, rememberCut, rememberUsed, taughtOf, wasUsed } from './past.ts';

const DAY = 86_400_000;

describe('what was used', () => {
  it('given a dataset, when it is remembered, then its records are known, and what they taught', () => {
    const past = emptyPast();
    rememberUsed(past, [entry({ id: 'a', subject: 's' })], [entry({ id: 'b', subject: 's', label: 'other' })], 9);
    expect([wasUsed(past, 'a'), wasUsed(past, 'b'), wasUsed(past, 'c')]).toEqual([true, true, false]);
    expect([taughtOf(past, 's'), taughtOf(past, 'a')]).toEqual(['true_positive', undefined]);
  });

  it('given more than is remembered, when more comes, then the oldest are forgotten', () => {
    const past = emptyPast();
    rememberUsed(past, many(3, 'a'), [], 4);
    rememberUsed(past, many(2, 'b'), [], 4);
    expect([past.used.size, past.taught.size]).toEqual([4, 4]);
    expect([wasUsed(past, 'a0'), wasUsed(past, 'a1'), wasUsed(past, 'b1')]).toEqual([false, true, true]);
  });
});

it.each([
  [[], 1, null],
  [[10], 1, 17],
  [[3], 1, null],
  [[3.01], 1, 10.01],
  [[5, 8, 9], 3, 12],
  [[1, 8, 9], 3, null],
  [[4, 8, 9], 2, 15],
])(
  'given cuts on the days %j and a limit of %d, when it is day 10, then the next may come on day %j',
  (days, limit, next) => {
    const past = emptyPast();
    for (const day of days)
      rememberCut(past, { id: '', dataset: '', kind: '', cause: 'count', count: 1, time: day * DAY });
    expect(limitedUntil(past, limit, 10 * DAY)).toBe(next === null ? null : next * DAY);
  },
);
