import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { many } from '../entry.fixture.ts';
import { balance, capShares } from './shares.ts';

const byAuthor = ({ author }: { author: string }) => author;
const of = (...sizes: readonly number[]) => sizes.flatMap((size, at) => many(size, `${at} `, { author: `${at}` }));
const sizesOf = (entries: readonly { author: string }[]) =>
  [...Map.groupBy(entries, byAuthor)].map(([, same]) => same.length);

it.each([
  [0.5, [10, 10], [10, 10]],
  [0.5, [100, 10], [10, 10]],
  [0.5, [100, 10, 5], [15, 10, 5]],
  [0.5, [7], []],
  [1, [7], [7]],
  [0.34, [100, 100, 1], [1, 1, 1]],
  [0.3, [100, 100, 1], []],
  [0.25, [9, 9, 9, 9], [9, 9, 9, 9]],
])('given a share of %d and groups of %j, when they are capped, then %j stay', (share, sizes, left) => {
  expect(sizesOf(capShares(of(...sizes), share, byAuthor))).toEqual(left);
});

/** By trying every size: the most that fits. */
function mostOf(sizes: readonly number[], share: number): number {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  for (let total = all; total > 0; total--) {
    const room = sizes.reduce((sum, size) => sum + Math.min(size, Math.floor(share * total)), 0);
    if (room >= total) return total;
  }
  return 0;
}

it('whatever the groups, as many stay as can, and what stays is the oldest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 30 }), { maxLength: 8 }),
      fc.double({ min: 0.05, max: 0.99, noNaN: true }),
      (sizes, share) => {
        const kept = capShares(of(...sizes), share, byAuthor);
        expect(kept).toHaveLength(mostOf(sizes, share));
        for (const same of Map.groupBy(kept, byAuthor).values())
          expect(same.map(({ time }) => time)).toEqual(same.map((_, at) => at));
      },
    ),
    { numRuns: 500 },
  );
});

it('given a group without a name, when the others are capped, then all of it stays', () => {
  const kept = capShares(of(4, 9), 0.5, ({ author }) => (author === '0' ? null : author));
  expect(sizesOf(kept)).toEqual([4, 4]);
});

it.each([
  [90, 10, 0.1, [90, 10]],
  [100, 10, 0.1, [90, 10]],
  [10, 100, 0.1, [10, 90]],
  [5, 0, 0.1, []],
  [5, 0, 0, [5]],
  [7, 9, 0.5, [7, 7]],
])('given %d right and %d wrong, when each shall be %d, then %j stay', (right, wrong, least, left) => {
  const all = [...many(right, 'r'), ...many(wrong, 'w', { label: 'false_positive' })];
  expect([...Map.groupBy(balance(all, least), ({ label }) => label).values()].map(({ length }) => length)).toEqual(
    left,
  );
});
