import { describe, expect, it } from '@jest/globals';
import { parseEnsemble } from './ensemble.ts';

const ensemble = {
  bias: -3,
  parts: [{ model: 'vedette-forest', weight: 1, base: -4 }],
  rules: { weight: 2, base: -2 },
  calibration: [
    [-5, 0],
    [5, 1],
  ],
};

describe('parseEnsemble', () => {
  it('reads what was written', () => {
    expect(parseEnsemble(ensemble)).toEqual(ensemble);
  });

  it.each([
    ['a weight below 0, with which surer would mean less sure', { rules: { weight: -1, base: 0 } }, 'rules.weight'],
    ['a curve that falls', { calibration: ensemble.calibration.toReversed() }, 'points must rise'],
    ['a part that is a path', { parts: [{ model: '../x', weight: 1, base: 0 }] }, 'parts.0.model'],
  ])('refuses %s', (_, change, place) => {
    expect(() => parseEnsemble({ ...ensemble, ...change })).toThrow(place);
  });
});
