import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ADDRESSES, CODES, emptyWindows, LIST_SIZE, PORTS, RING } from './entity-windows.ts';
import { hashNumber } from './hash.ts';
import { distinct, linearCount, meet } from './recency.ts';
import { openBucket } from './windows.ts';

const START = 1_000;

function fill(count: number, set: number = ADDRESSES) {
  const windows = emptyWindows();
  openBucket(windows, START);
  for (let value = 0; value < count; value++) meet(windows, set, hashNumber(value), START);
  return windows;
}

describe('distinct', () => {
  it('is exact up to the size of the list', () => {
    const size = LIST_SIZE[ADDRESSES] as number;
    expect(distinct(fill(size), ADDRESSES)).toBe(size);
    expect(distinct(fill(1), ADDRESSES)).toBe(1);
  });

  it.each([
    [256, 0.04],
    [512, 0.07],
    [1_000, 0.11],
  ])('estimates %i values within four times the stated error of %f', (count, error) => {
    expect(Math.abs(distinct(fill(count), ADDRESSES) - count) / count).toBeLessThan(4 * error);
  });

  it('errs on average by no more than stated', () => {
    const errors = Array.from({ length: 60 }, (_, seed) => {
      const windows = emptyWindows();
      openBucket(windows, START);
      for (let value = 0; value < 512; value++) meet(windows, ADDRESSES, hashNumber(value, seed * 7_919 + 1), START);
      return (distinct(windows, ADDRESSES) - 512) / 512;
    });
    expect(Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length)).toBeLessThan(0.09);
  });

  it('ends at the number of cells times its logarithm', () => {
    expect(linearCount(256, 256)).toBeCloseTo(256 * Math.log(256));
    expect(linearCount(0, 256)).toBe(0);
  });

  it('forgets what was last seen 305 s ago, and no sooner', () => {
    const windows = fill(3);
    openBucket(windows, START + RING - 1);
    expect(distinct(windows, ADDRESSES)).toBe(3);
    openBucket(windows, START + RING);
    expect(distinct(windows, ADDRESSES)).toBe(0);
  });

  it('equals a naive count over any series of steps and values', () => {
    const step = fc.record({ wait: fc.nat(80), late: fc.nat(60), value: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const windows = emptyWindows();
        const lastSeen = new Map<number, number>();
        let head = START;
        for (const { wait, late, value } of steps) {
          head += wait;
          const bucket = Math.max(START, head - late);
          openBucket(windows, head);
          meet(windows, PORTS, hashNumber(value), bucket);
          lastSeen.set(value, Math.max(lastSeen.get(value) ?? 0, bucket));
        }
        const naive = [...lastSeen.values()].filter((bucket) => bucket > head - RING).length;
        expect(distinct(windows, PORTS)).toBe(naive);
      }),
    );
  });
});

describe('meet', () => {
  it('calls a value new once, and again when it was pushed out by newer ones', () => {
    const size = LIST_SIZE[CODES] as number;
    const windows = emptyWindows();
    openBucket(windows, START);
    expect(meet(windows, CODES, hashNumber(0), START)).toBe('new');
    expect(meet(windows, CODES, hashNumber(0), START)).toBe('known');
    for (let value = 1; value < size; value++) meet(windows, CODES, hashNumber(value), START);
    expect(meet(windows, CODES, hashNumber(size), START)).toBe('newPushedOut');
    expect(meet(windows, CODES, hashNumber(0), START)).toBe('newPushedOut');
  });

  it('does not count a loss when what makes room was out of the window', () => {
    const windows = fill(LIST_SIZE[CODES] as number, CODES);
    openBucket(windows, START + 2 * RING);
    expect(meet(windows, CODES, hashNumber(9_999), START + 2 * RING)).toBe('new');
  });

  it('keeps what is seen often, whatever passes by', () => {
    const windows = emptyWindows();
    openBucket(windows, START);
    meet(windows, CODES, 7, START);
    for (let value = 0; value < 500; value++) {
      meet(windows, CODES, hashNumber(value), START);
      expect(meet(windows, CODES, 7, START)).toBe('known');
    }
  });
});
