import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MARGIN, WINDOW, windowsOf } from './windows.ts';

it('given a text of any length, then every token counts once, with all that the model looks at', () => {
  fc.assert(
    fc.property(fc.nat(5_000), (tokens) => {
      let next = 0;
      for (const { from, until, first, last } of windowsOf(tokens)) {
        expect(first).toBe(next);
        expect(last).toBeGreaterThan(first);
        expect(until - from).toBeLessThanOrEqual(WINDOW);
        expect(from).toBe(Math.max(0, first - MARGIN));
        expect(until).toBeGreaterThanOrEqual(Math.min(tokens, last + MARGIN));
        next = last;
      }
      expect(next).toBe(tokens);
    }),
  );
});
