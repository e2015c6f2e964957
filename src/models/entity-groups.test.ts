import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addGroups, dispersion, entityGroups } from './entity-groups.ts';

const rows = fc.array(fc.record({ entity: fc.string({ maxLength: 5 }), isForwarded: fc.boolean() }), { maxLength: 60 });

describe('groups of entities', () => {
  it('hold every row once, and those of one entity together', () => {
    fc.assert(
      fc.property(rows, fc.string(), (some, entity) => {
        const groups = entityGroups(some);
        expect(groups.reduce((sum, group) => sum + group.rows, 0)).toBe(some.length);
        expect(groups.reduce((sum, { forwarded }) => sum + forwarded, 0)).toBe(
          some.filter(({ isForwarded }) => isForwarded).length,
        );
        const same = entityGroups([true, false].map((isForwarded) => ({ entity, isForwarded })));
        expect(same.filter((group) => group.rows > 0)).toEqual([{ rows: 2, forwarded: 1 }]);
      }),
    );
  });

  it('of two batches add up to those of both', () => {
    fc.assert(
      fc.property(rows, rows, (one, other) => {
        expect(addGroups(entityGroups(one), entityGroups(other))).toEqual(entityGroups([...one, ...other]));
      }),
    );
    expect(addGroups([], [{ rows: 1, forwarded: 1 }])).toEqual([{ rows: 1, forwarded: 1 }]);
  });
});

describe('their dispersion', () => {
  const alike = Array.from({ length: 16 }, () => ({ rows: 100, forwarded: 10 }));

  it.each([
    ['nothing', [[], []]],
    ['groups that are alike', [alike, alike]],
    ['groups in which nothing, or everything, was forwarded', [alike.map(() => ({ rows: 9, forwarded: 9 }))]],
  ])('is 1 for %s', (_, arms) => expect(dispersion(arms)).toBe(1));

  it('grows with one entity that is loud', () => {
    const loud = alike.map((group, i) => (i === 3 ? { rows: 100, forwarded: 100 } : group));
    expect(dispersion([loud, alike])).toBeGreaterThan(10);
  });
});
