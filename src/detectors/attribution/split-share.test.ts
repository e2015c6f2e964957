import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitShare } from './split-share.ts';

const share = fc.double({ min: -1, max: 1, noNaN: true });
const logOdds = fc.double({ min: -20, max: 20, noNaN: true });

describe('splitShare', () => {
  it('adds up to the share, and never moves more than the whole scale', () => {
    fc.assert(
      fc.property(share, fc.array(logOdds, { maxLength: 8 }), logOdds, (given, pieces, whole) => {
        const { parts, rest } = splitShare(given, pieces, whole);
        expect(Math.abs(parts.reduce((sum, part) => sum + part, rest) - given)).toBeLessThan(1e-12);
        expect(parts.reduce((sum, part) => sum + Math.abs(part), 0)).toBeLessThanOrEqual(1 + 1e-12);
        for (const [i, part] of parts.entries()) expect(part * (pieces[i] as number)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each<[string, number, number[], number, number[], number]>([
    ['in proportion', 0.6, [2, 1], 3, [0.4, 0.2], 0],
    ['what was not named is left', 0.6, [2, 1], 6, [0.2, 0.1], 0.3],
    ['what spoke against it has a negative part', 0.3, [4, -1], 3, [0.4, -0.1], 0],
    ['a share below zero', -0.3, [-3, 0], -3, [-0.3, 0], 0],
    ['no more than the scale where pieces cancel out', 0.5, [5, -5], 0.01, [0.5, -0.5], 0.5],
    ['nothing where nothing moved', 0.5, [0, 0], 0, [0, 0], 0.5],
    ['nothing where the whole is against the share', 0.5, [-1, 0.5], -0.5, [0, 0], 0.5],
    ['nothing of nothing', 0, [1, 2], 3, [0, 0], 0],
  ])('%s', (_, given, pieces, whole, parts, rest) => {
    const split = splitShare(given, pieces, whole);
    for (const [i, part] of parts.entries()) expect(split.parts[i]).toBeCloseTo(part, 12);
    expect(split.rest).toBeCloseTo(rest, 12);
  });
});
