import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LATENCY_BINS, latencyBin, latencyQuantile, slowerThan, upperMs } from './latency-bins.ts';
import { compareLatency } from './latency-test.ts';
import { normal, seeded } from './simulated.fixture.ts';

const ALPHA = 0.05;

const sums = () => ({ runs: 0, logMsSum: 0, logMsSquares: 0 });
function addRun(to: ReturnType<typeof sums>, logMs: number): void {
  to.runs += 1;
  to.logMsSum += logMs;
  to.logMsSquares += logMs ** 2;
}

/** Share of simulated comparisons that found a difference at one of their looks. */
function found(ratio: number, runs = 2_000): number {
  let count = 0;
  for (let seed = 0; seed < runs; seed++) {
    const random = seeded(seed);
    const [one, other] = [sums(), sums()];
    for (let look = 0; look < 60; look++) {
      for (let i = 0; i < 18; i++) addRun(one, 2 + 0.5 * normal(random));
      for (let i = 0; i < 6; i++) addRun(other, 2 + Math.log(ratio) + 0.5 * normal(random));
      if (compareLatency(one, other, ALPHA).pValue > ALPHA) continue;
      count += 1;
      break;
    }
  }
  return count / runs;
}

describe('latencies compared at every look', () => {
  it('given equal ones, then no more than alpha of 2,000 comparisons find a difference', () => {
    expect(found(1)).toBeLessThanOrEqual(ALPHA);
  });

  it('given a third more, then nine in ten find it within 360 runs', () => {
    expect(found(1.33, 300)).toBeGreaterThan(0.9);
  });

  it('given the bounds, then they hold the ratio and say the same as the p-value', () => {
    const random = seeded(1);
    const [one, other] = [sums(), sums()];
    for (let i = 0; i < 1_000; i++) addRun(one, normal(random));
    for (let i = 0; i < 1_000; i++) addRun(other, Math.log(1.5) + normal(random));
    const { ratio, low, high, pValue } = compareLatency(one, other);
    expect([low < ratio, ratio < high, low > 1, pValue < 0.05]).toEqual([true, true, true, true]);
  });

  it('given a few runs, then nothing is said', () => {
    expect(compareLatency(sums(), sums())).toMatchObject({ pValue: 1, low: 0, high: Number.POSITIVE_INFINITY });
  });
});

describe('the bins of latencies', () => {
  it('hold a latency between their edges, and rise', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (ms) => {
        const bin = latencyBin(ms);
        expect(ms).toBeLessThanOrEqual(upperMs(bin) * (1 + 1e-9));
        if (bin > 0) expect(ms).toBeGreaterThanOrEqual(upperMs(bin - 1) * (1 - 1e-9));
      }),
    );
    expect([latencyBin(Number.NaN), latencyBin(1e9)]).toEqual([0, LATENCY_BINS - 1]);
  });

  it('tell the quantile, and how many surely took longer', () => {
    const counts = Array.from({ length: LATENCY_BINS }, () => 0);
    counts[latencyBin(3)] = 98;
    counts[latencyBin(5_000)] = 2;
    expect(latencyQuantile(counts, 0.5)).toBeCloseTo(4, 9);
    expect(latencyQuantile(counts, 0.99)).toBeGreaterThan(5_000);
    expect([slowerThan(counts, 1_000), slowerThan(counts, 3)]).toEqual([2, 2]);
    expect(latencyQuantile([], 0.5)).toBeNaN();
  });
});
