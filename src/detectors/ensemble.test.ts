import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { combine, type Part } from './ensemble.ts';

const part = fc.record({
  probability: fc.double({ min: 0, max: 1, noNaN: true }),
  severity: fc.integer({ min: 1, max: 5 }),
});
const parts = fc.array(part, { maxLength: 8 });

describe('combine', () => {
  it('stays within 0..1', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const { score, confidence } = combine(given);
        expect(Math.min(score, confidence)).toBeGreaterThanOrEqual(0);
        expect(Math.max(score, confidence)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('never falls when a part rises or joins', () => {
    fc.assert(
      fc.property(parts, part, fc.double({ min: 0, max: 1, noNaN: true }), (given, one, factor) => {
        const without = combine(given);
        const lower = combine([...given, { ...one, probability: one.probability * factor }]);
        const higher = combine([...given, one]);
        expect(lower.score).toBeGreaterThanOrEqual(without.score - 1e-12);
        expect(higher.score).toBeGreaterThanOrEqual(lower.score - 1e-12);
        expect(higher.confidence).toBeGreaterThanOrEqual(lower.confidence - 1e-12);
      }),
    );
  });

  it('does not depend on the order of the parts', () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(combine(given.toReversed())).toEqual(combine(given));
      }),
    );
  });

  it.each<[string, Part[], number]>([
    ['nothing', [], 0],
    ['one sure critical part', [{ probability: 1, severity: 5 }], 1],
    ['one sure informational part', [{ probability: 1, severity: 1 }], 0.3],
    ['a probability that is none', [{ probability: Number.NaN, severity: 5 }], 0],
    ['a severity that does not exist', [{ probability: 1, severity: 99 }], 1],
  ])('%s', (_, given, score) => {
    expect(combine(given).score).toBeCloseTo(score, 10);
  });

  it('many weak parts do not make one certainty', () => {
    expect(combine(Array.from({ length: 6 }, () => ({ probability: 0.5, severity: 2 }))).score).toBeLessThan(0.75);
  });
});
