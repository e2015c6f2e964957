import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sharedShingles } from './shared-shingles.ts';

const sets = (most: number) =>
  fc.array(
    fc.uniqueArray(fc.nat(30)).map((all) => new Set(all)),
    { maxLength: most },
  );

describe('shared shingles', () => {
  it('given few chunks, then they are the sizes of the sets and of what two have in common', () => {
    fc.assert(
      fc.property(sets(8), sets(8), (draft, corrected) => {
        const shared = sharedShingles(draft, corrected);
        expect([...shared.draft]).toEqual(draft.map(({ size }) => size));
        expect([...shared.corrected]).toEqual(corrected.map(({ size }) => size));
        for (const [i, left] of draft.entries())
          for (const [j, right] of corrected.entries())
            expect(shared.both.get(i * corrected.length + j) ?? 0).toBe([...left].filter((it) => right.has(it)).length);
      }),
    );
  });

  it('given a shingle of more than 16 chunks, then it tells nothing', () => {
    const common = Array.from({ length: 9 }, (_, at) => new Set([2 ** 32 - 1, at]));
    expect(sharedShingles(common.slice(1), common).both.get(0)).toBeUndefined();
    expect([...sharedShingles(common.slice(1), common).draft]).toEqual(Array(8).fill(1));
    expect([...sharedShingles(common.slice(1), common.slice(1)).draft]).toEqual(Array(8).fill(2));
  });
});
