import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { detection, signal } from '../../../test/signals.ts';
import { toItem } from './evidence.ts';
import { decayed, rank, repeatShare, riskOf } from './risk.ts';

const HALF_LIFE = 600_000;
const duration = fc.integer({ min: 0, max: 1e8 });

describe('decay', () => {
  it('halves in a half-life', () => {
    expect(decayed(80, HALF_LIFE, HALF_LIFE)).toBe(40);
  });

  it('over two spans is that over their sum', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), duration, duration, (risk, a, b) => {
        expect(decayed(decayed(risk, a, HALF_LIFE), b, HALF_LIFE)).toBeCloseTo(decayed(risk, a + b, HALF_LIFE), 6);
      }),
    );
  });

  it('never adds risk', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), duration, (risk, elapsed) => {
        expect(decayed(risk, elapsed, HALF_LIFE)).toBeLessThanOrEqual(risk);
      }),
    );
  });
});

it('a thousand repeats add ten times what one does', () => {
  const sum = Array.from({ length: 1023 }, (_, i) => repeatShare(i + 1)).reduce((a, b) => a + b, 0);
  expect(sum).toBeCloseTo(10, 6);
});

describe('riskOf', () => {
  const once = () => 1;
  const of = (...severities: number[]) =>
    riskOf(toItem(signal({ detections: severities.map((severity, i) => detection({ id: `r${i}`, severity })) })), once);

  it('rises with the severity', () => {
    const risks = [1, 2, 3, 4, 5].map((severity) => of(severity));
    expect(risks).toEqual(risks.toSorted((a, b) => a - b));
    expect(new Set(risks).size).toBe(5);
  });

  it('counts detectors that see the same event less than their sum', () => {
    expect(of(3, 3)).toBeGreaterThan(of(3));
    expect(of(3, 3)).toBeLessThan(2 * of(3));
  });

  it('takes a signal without detections at its score', () => {
    expect(riskOf(toItem(signal({ detections: [], score: 0.9 })), once)).toBeGreaterThan(0);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -5, 1e300])('stays a number at a score of %d', (score) => {
    const risk = riskOf(
      toItem(signal({ score, detections: [detection({ probability: score, severity: 1e9 })] })),
      once,
    );
    expect(Number.isFinite(risk)).toBe(true);
  });
});

it('rank stays within 0 and 100 and rises with risk and with severity', () => {
  const risks = fc.double({ min: 0, max: 1e5, noNaN: true });
  fc.assert(
    fc.property(risks, risks, fc.integer({ min: 0, max: 5 }), (a, b, severity) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      expect(rank(low, severity)).toBeGreaterThanOrEqual(0);
      expect(rank(high, severity)).toBeLessThanOrEqual(100);
      expect(rank(low, severity)).toBeLessThanOrEqual(rank(high, severity));
      expect(rank(low, severity)).toBeLessThanOrEqual(rank(low, severity + 1));
    }),
  );
});
