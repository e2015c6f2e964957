import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonDepth } from './json-depth.ts';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

it('given any JSON, then its depth is that of its value, whatever its texts say', () => {
  const value = fc.jsonValue({ maxDepth: 6, stringUnit: fc.constantFrom('"', '\\', '[', '}', 'a', '\n') as never });
  fc.assert(
    fc.property(value, fc.integer({ min: 0, max: 2 }), (one, indent) => {
      expect(jsonDepth(JSON.stringify(one, null, indent))).toBe(depthOf(one));
    }),
  );
});
