import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { combine, confidenceOf, type Ensemble, type Part } from './ensemble.ts';

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

const share = fc.double({ min: 0, max: 1, noNaN: true });
const weighing = {
  weight: fc.double({ min: 0, max: 3, noNaN: true }),
  base: fc.double({ min: -9, max: 9, noNaN: true }),
};
const ensemble: fc.Arbitrary<Ensemble> = fc.record({
  bias: fc.double({ min: -9, max: 9, noNaN: true }),
  parts: fc.tuple(
    fc.record({ model: fc.constant('a'), ...weighing }),
    fc.record({ model: fc.constant('b'), ...weighing }),
  ),
  rules: fc.record(weighing),
  calibration: fc.constant([
    [-8, 0.01],
    [0, 0.4],
    [8, 0.99],
  ] as const),
});

describe('confidenceOf', () => {
  it('never falls when a part rises', () => {
    fc.assert(
      fc.property(ensemble, share, share, share, share, (given, a, b, rules, factor) => {
        const at = (one: number, other: number) =>
          confidenceOf(given, {
            models: new Map([
              ['a', one],
              ['b', b],
            ]),
            rules: other,
          });
        expect(at(a, rules)).toBeGreaterThanOrEqual(at(a * factor, rules));
        expect(at(a, rules)).toBeGreaterThanOrEqual(at(a, rules * factor));
      }),
    );
  });

  it('a part that said nothing counts as on ordinary days, and one that is unknown not at all', () => {
    const given: Ensemble = {
      bias: 0,
      parts: [{ model: 'a', weight: 2, base: 0 }],
      rules: { weight: 1, base: 0 },
      calibration: [
        [-8, 0],
        [8, 1],
      ],
    };
    const of = (models: [string, number][], rules: number | null) =>
      confidenceOf(given, { models: new Map(models), rules });
    expect(of([], null)).toBe(0.5);
    expect(of([['a', 0.5]], 0.5)).toBe(0.5);
    expect(of([['x', 0.9]], null)).toBe(0.5);
    expect(of([['a', 0.1]], null)).toBeCloseTo(0.2253, 4);
    // 2 ln 9 = 4.39 of log-odds on a line from -8 to 8
    expect(of([['a', 0.9]], null)).toBeCloseTo(0.7747, 4);
  });

  it('a part that counts only above its base makes nothing less sure', () => {
    const given: Ensemble = {
      bias: 0,
      parts: [{ model: 'text', weight: 1, base: 0, onlyAbove: true }],
      rules: { weight: 1, base: 0 },
      calibration: [
        [-8, 0],
        [8, 1],
      ],
    };
    const of = (text: number) => confidenceOf(given, { models: new Map([['text', text]]), rules: null });
    expect(of(0.01)).toBe(0.5);
    expect(of(0.9)).toBeCloseTo(0.6373, 4);
  });

  it('is finite for a probability of 0 and of 1', () => {
    const sure = fc.constantFrom(0, 1);
    fc.assert(
      fc.property(ensemble, sure, sure, (given, a, rules) => {
        expect(confidenceOf(given, { models: new Map([['a', a]]), rules })).toBeLessThanOrEqual(0.99);
      }),
    );
  });
});
