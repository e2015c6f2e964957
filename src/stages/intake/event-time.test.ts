import { describe, expect, it } from '@jest/globals';
import { eventTime, idle, referenceOf, STOPPED, seen, sourced } from './event-time.ts';

const NOW = Date.UTC(2024, 5, 1);
const SKEW = 60_000;

describe('event time', () => {
  it.each([
    ['in the past', NOW - 5_000, NOW, NOW - 5_000, null],
    ['within the skew', NOW + SKEW, NOW, NOW + SKEW, null],
    ['beyond the skew', NOW + SKEW + 1, NOW, NOW, 'time_clamped'],
    ['in the year 2100', Date.UTC(2100, 0), NOW, NOW, 'time_clamped'],
    ['in the year 1970', 1_000, NOW, NOW, 'time_missing'],
    ['missing', null, NOW, NOW, 'time_missing'],
    ['no number', Number.NaN, NOW, NOW, 'time_missing'],
    ['ahead while no reference is known', NOW + 9e9, null, NOW, 'time_clamped'],
    ['ahead in a replay', NOW + 9e9, NOW - 5e9, NOW - 5e9, 'time_clamped'],
    ['between the source and append time', NOW - 4e9, NOW - 5e9, NOW - 4e9, null],
    ['missing while no reference is known', null, null, NOW, 'time_missing'],
  ])(
    'given a time %s, when held against the reference, then it is kept or repaired',
    (_, said, reference, time, flag) => {
      expect(eventTime(said, reference, NOW, SKEW)).toEqual({ time, flag });
    },
  );
});

describe('the first watermark', () => {
  it('given events out of order, when seen, then it follows the newest and never goes back', () => {
    const first = seen(STOPPED, NOW, 10_000);
    expect(first.watermark).toBe(NOW - 10_000);
    expect(seen(first, NOW - 60_000, 10_000)).toBe(first);
    expect(seen(first, Number.NEGATIVE_INFINITY, 10_000)).toBe(first);
  });

  it('given an idle partition, when time goes on, then so does the watermark', () => {
    const clock = seen(STOPPED, NOW, 10_000);
    expect(idle(clock, NOW + 5_000, 10_000).watermark).toBe(NOW - 5_000);
    expect(idle(clock, NOW - 5_000, 10_000).watermark).toBe(NOW - 10_000);
  });

  it('given a replay, when its source speaks, then that is the reference, up to infinity at the end', () => {
    const started = sourced(STOPPED, NOW, 10_000);
    expect(started).toEqual({ watermark: NOW - 10_000, source: NOW });
    expect(referenceOf(sourced(started, NOW - 1, 10_000))).toBe(NOW);
    expect(sourced(started, Number.POSITIVE_INFINITY, 10_000).watermark).toBe(Number.POSITIVE_INFINITY);
    expect(referenceOf(STOPPED)).toBeNull();
  });
});
