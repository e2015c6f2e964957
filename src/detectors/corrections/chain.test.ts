import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Bead } from './bead.ts';
import { heaviestChain } from './chain.ts';

const span = fc.tuple(fc.nat(7), fc.integer({ min: 1, max: 2 })).map(([from, size]) => ({ from, to: from + size }));
const weighed = fc.record({ draft: span, corrected: span, gain: fc.integer({ min: -3, max: 9 }) });
const total = (beads: readonly { gain: number }[]) => beads.reduce((sum, { gain }) => sum + gain, 0);
const follows = (a: Bead, b: Bead) => a.draft.to <= b.draft.from && a.corrected.to <= b.corrected.from;

function heaviestOfAll(beads: readonly (Bead & { gain: number })[], last?: Bead): number {
  const next = beads.filter((bead) => !last || follows(last, bead));
  return Math.max(0, ...next.map((bead) => bead.gain + heaviestOfAll(next, bead)));
}

describe('heaviest chain', () => {
  it('given any beads, then it keeps the order of both sides and no chain is heavier', () => {
    fc.assert(
      fc.property(fc.array(weighed, { maxLength: 9 }), (beads) => {
        const chain = heaviestChain(
          beads,
          beads.map(({ gain }) => gain),
          9,
        );
        for (const [at, bead] of chain.slice(1).entries()) expect(follows(chain[at] as Bead, bead)).toBe(true);
        expect(total(chain)).toBe(heaviestOfAll(beads));
      }),
      { numRuns: 300 },
    );
  });
});
