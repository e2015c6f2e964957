import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shapleyBySubsets } from './shapley.fixture.ts';
import { MOST_PLAYERS, shapley } from './shapley.ts';

const worths = fc
  .integer({ min: 0, max: 6 })
  .chain((players) =>
    fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2 ** players, maxLength: 2 ** players }),
  );

it('given any game, when shared out, then it is what the definition gives and adds up', () => {
  fc.assert(
    fc.property(worths, (table) => {
      const players = Math.log2(table.length);
      const game = (known: ReadonlySet<number>) => table[[...known].reduce((mask, one) => mask | (1 << one), 0)] ?? 0;
      const values = shapley(players, (coalition) => table[coalition] ?? 0);
      for (const [player, value] of shapleyBySubsets(players, game).entries())
        expect(Math.abs((values[player] as number) - value)).toBeLessThan(1e-12);
      const gained = (table.at(-1) as number) - (table[0] as number);
      expect(Math.abs(values.reduce((sum, one) => sum + one, 0) - gained)).toBeLessThan(1e-12);
    }),
  );
});

it('given more players than it can do, when shared out, then it says so', () => {
  expect(() => shapley(MOST_PLAYERS + 1, () => 0)).toThrow('13 players, at most 12');
});
