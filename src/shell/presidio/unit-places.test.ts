import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unitPlaces } from './unit-places.ts';

it('given any text, then a place counted in code points is the one in UTF-16 units', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const points = [...text];
      const places = unitPlaces(
        text,
        Array.from({ length: points.length + 1 }, (_, at) => at),
      );
      for (let at = 0; at <= points.length; at++) expect(places?.get(at)).toBe(points.slice(0, at).join('').length);
    }),
  );
});

it.each([[[3]], [[-1]], [[0.5]], [[0, 1e9]]])(
  'given places %j that "a😀" does not have, then there are none',
  (points) => {
    expect(unitPlaces('a😀', points)).toBeNull();
  },
);
