import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { partsOf } from './parts.ts';

it('given any text, then its parts cover it, stand where they say, are bounded, overlap and cut no character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 0, maxLength: 2_000 }),
      fc.integer({ min: 300, max: 600 }),
      (text, longest) => {
        const parts = partsOf(text, longest);
        let covered = 0;
        for (const [at, { start, text: part }] of parts.entries()) {
          expect(text.slice(start, start + part.length)).toBe(part);
          expect(part.length).toBeLessThanOrEqual(longest);
          expect(part.isWellFormed()).toBe(text.isWellFormed());
          if (at > 0) expect(covered - start).toBeGreaterThanOrEqual(256);
          covered = start + part.length;
        }
        expect(covered).toBe(text.length);
      },
    ),
  );
});
