import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { combine, confidenceOf, type Ensemble } from '../ensemble.ts';
import { someEnsemble, somethingSaid } from './ensemble.fixture.ts';
import { combinedShares, ensembleShares, type Shares } from './shares.ts';

const total = ({ base, models, rules }: Shares): number =>
  [...models.values()].reduce((sum, share) => sum + share, base + rules);

const straight: Ensemble = {
  bias: 0,
  parts: [
    { model: 'a', weight: 1, base: 0 },
    { model: 'b', weight: 1, base: 0 },
    { model: 'idle', weight: 0, base: 0 },
  ],
  rules: { weight: 1, base: 0 },
  calibration: [
    [-10, 0],
    [10, 1],
  ],
};

describe('ensembleShares', () => {
  it('given any ensemble and any parts that answered, when shared out, then base and shares are the confidence', () => {
    fc.assert(
      fc.property(someEnsemble, somethingSaid, (ensemble, said) => {
        const shares = ensembleShares(ensemble, said);
        expect(Math.abs(total(shares) - confidenceOf(ensemble, said))).toBeLessThan(1e-9);
        expect(shares.models.size).toBe(said.models.size);
      }),
    );
  });

  it('given a part above its base, when shared out, then its share is not negative', () => {
    fc.assert(
      fc.property(someEnsemble, somethingSaid, (ensemble, said) => {
        const { models } = ensembleShares(ensemble, said);
        for (const { model, base } of ensemble.parts) {
          const probability = said.models.get(model);
          if (probability !== undefined && probability > 1 / (1 + Math.exp(-base)))
            expect(models.get(model)).toBeGreaterThanOrEqual(-1e-12);
        }
      }),
    );
  });

  it('given parts that say the same, when shared out, then they share alike, and one without weight gets nothing', () => {
    const said = {
      models: new Map([
        ['a', 0.9],
        ['b', 0.9],
        ['idle', 0.9],
      ]),
      rules: 0.9,
    };
    const { base, models, rules } = ensembleShares(straight, said);
    expect(base).toBe(0.5);
    for (const share of [models.get('a'), models.get('b'), rules]) expect(share).toBeCloseTo(Math.log(9) / 20, 12);
    expect(models.get('idle')).toBe(0);
  });

  it('given no hits, when shared out, then rules have no share', () => {
    expect(ensembleShares(straight, { models: new Map(), rules: null })).toMatchObject({ base: 0.5, rules: 0 });
  });
});

it('combinedShares: given any parts, when shared out, then the shares are the confidence', () => {
  const part = fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), severity: fc.constant(3) });
  const named = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), part);
  fc.assert(
    fc.property(named, fc.array(part, { maxLength: 20 }), (models, hits) => {
      const shares = combinedShares(new Map(Object.entries(models)), hits);
      expect(shares.base).toBe(0);
      expect(Math.abs(total(shares) - combine([...hits, ...Object.values(models)]).confidence)).toBeLessThan(1e-9);
    }),
  );
});
