import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { counterOf, emptyWindows, FAILURES, RING } from './entity-windows.ts';
import { bucketOf, count, isBehindRing, LONG, MIDDLE, openBucket, SHORT, sumOf, sumUpTo } from './windows.ts';

const START = 5_000;
const LENGTH = { [SHORT]: 2, [MIDDLE]: 12, [LONG]: 60 };

describe('windows', () => {
  it.each([
    [0, 1],
    [4_999, 1],
    [5_000, 1],
    [9_999, 1],
    [10_000, 2],
    [Number.NaN, 1],
    [-1, 1],
    [Number.POSITIVE_INFINITY, 0xffff_fffe],
  ])('puts %f ms into bucket %i', (time, bucket) => {
    expect(bucketOf(time)).toBe(bucket);
  });

  it('holds 61 buckets', () => {
    const windows = emptyWindows();
    openBucket(windows, START);
    expect(isBehindRing(windows, START - RING + 1)).toBe(false);
    expect(isBehindRing(windows, START - RING)).toBe(true);
  });

  it('sums what a naive list of events sums, late events included', () => {
    const step = fc.record({ wait: fc.nat(70), late: fc.nat(60), failed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const windows = emptyWindows();
        const events: { bucket: number; counter: number }[] = [];
        let head = START;
        for (const { wait, late, failed } of steps) {
          head += wait;
          const bucket = head - late;
          openBucket(windows, head);
          const counter = failed ? FAILURES : counterOf('auth');
          count(windows, bucket, counter);
          events.push({ bucket, counter });
          sumUpTo(windows, bucket);
          for (const window of [SHORT, MIDDLE, LONG] as const) {
            const from = Math.max(bucket - LENGTH[window] + 1, head - RING + 1);
            const naive = events.filter((one) => one.counter === counter && one.bucket >= from && one.bucket <= bucket);
            expect(sumOf(windows, counter, window)).toBe(naive.length);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('stays at 65,535 rather than wrap', () => {
    const windows = emptyWindows();
    openBucket(windows, START);
    for (let i = 0; i < 70_000; i++) count(windows, START, FAILURES);
    sumUpTo(windows, START);
    expect(sumOf(windows, FAILURES, SHORT)).toBe(65_535);
  });
});
