import { describe, expect, it } from '@jest/globals';
import { type Candidate, gainOf } from './bead.ts';

const ALONE = -Math.log(0.0099);
const bead = (drafts: number, correcteds: number, likeness: number): Candidate => ({
  draft: { from: 0, to: drafts },
  corrected: { from: 0, to: correcteds },
  likeness,
});

describe('gain of a bead', () => {
  it('given chunks that are alike and equally long, then only the prior counts against it', () => {
    expect(gainOf(bead(1, 1, 1), 300, 300)).toBeCloseTo(2 * ALONE + Math.log(0.89), 6);
    expect(gainOf(bead(1, 2, 0.5), 300, 300)).toBeCloseTo(3 * ALONE + Math.log(0.089 * 0.5), 6);
  });

  it('given lengths 1.96 deviations apart, then the chance is 5 %, whichever side is longer', () => {
    const apart = (1.959964 * 34) / 2;
    const expected = 2 * ALONE + Math.log(0.89 * 0.05);
    expect(gainOf(bead(1, 1, 1), 170 - apart, 170 + apart)).toBeCloseTo(expected, 5);
    expect(gainOf(bead(1, 1, 1), 170 + apart, 170 - apart)).toBeCloseTo(expected, 5);
  });

  it('given lengths that tell against it, then the words may still speak for it', () => {
    expect(gainOf(bead(1, 1, 1), 10, 2_000)).toBeCloseTo(2 * ALONE + Math.log(0.89e-7), 6);
  });
});
