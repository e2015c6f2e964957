import { describe, expect, it } from '@jest/globals';
import { GUARD, openGuard, type Window } from './guard.ts';
import { LATENCY_BINS, latencyBin } from './latency-bins.ts';
import { binomial, seeded } from './simulated.fixture.ts';

/** A calm window of a hundred rows. */
const window = (change: Partial<Window> & { slow?: number } = {}): Window => {
  const latency = Array.from({ length: LATENCY_BINS }, () => 0);
  latency[latencyBin(4)] = 10;
  latency[latencyBin(2_500)] = change.slow ?? 0;
  return { rows: 100, forwarded: 1, groups: [], degraded: 0, notNumbers: 0, runs: 10, latency, ...change };
};

describe('the guard', () => {
  it.each<[string, Parameters<typeof window>[0], string | undefined]>([
    ['keeps its bounds', {}, undefined],
    ['is a little less sure than the other', { forwarded: 2 }, undefined],
    ['has no score for a tenth of the rows', { degraded: 10 }, 'degraded'],
    ['answers NaN for a fiftieth', { degraded: 1, notNumbers: 2 }, 'not_numbers'],
    ['forwards ten times as much', { forwarded: 10 }, 'forwarded'],
    ['is slow in a tenth of its runs', { slow: 1, runs: 11 }, 'latency'],
  ])('given a version that %s, when twenty windows have passed, then: %s', (_, change, metric) => {
    const guard = openGuard(GUARD);
    for (let i = 0; i < 20; i++) guard.add(window(change), window());
    expect(guard.verdict()).toMatchObject(metric ? { kind: 'rollback', metric } : { kind: 'keep' });
  });

  it('given few rows, then it waits, however bad they are', () => {
    const guard = openGuard(GUARD);
    for (let i = 0; i < 4; i++) guard.add(window({ degraded: 100 }), null);
    expect(guard.verdict()).toEqual({ kind: 'keep' });
    guard.add(window({ degraded: 100 }), null);
    expect(guard.verdict()).toMatchObject({ kind: 'rollback', metric: 'degraded' });
  });

  it('given one batch that was late, then that is no reason', () => {
    const guard = openGuard(GUARD);
    guard.add(window({ rows: 1_000, degraded: 200 }), null);
    expect(guard.verdict()).toEqual({ kind: 'keep' });
  });

  it('given versions just at their bounds, then no more than alpha of 1,000 are ever taken back', () => {
    let takenBack = 0;
    for (let seed = 0; seed < 1_000; seed++) {
      const random = seeded(seed);
      const guard = openGuard({ ...GUARD, leastRows: 0 });
      for (let i = 0; i < 100; i++) {
        const degraded = binomial(random, 100, GUARD.degradedShare);
        const forwarded = binomial(random, 100, 0.02 * GUARD.forwardedRatio);
        guard.add(window({ degraded, forwarded }), window({ forwarded: binomial(random, 100, 0.02) }));
        if (guard.verdict().kind === 'keep') continue;
        takenBack += 1;
        break;
      }
    }
    expect(takenBack / 1_000).toBeLessThanOrEqual(GUARD.alpha);
  });
});
