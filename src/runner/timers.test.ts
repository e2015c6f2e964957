import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Timers } from './timers.ts';

it('gives what is due in (due, key) order, each key once, at its last due time', () => {
  const wishes = fc.array(fc.tuple(fc.constantFrom('t/a', 't/b', 't/c', 't/d'), fc.option(fc.nat(50), { nil: null })), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(wishes, fc.nat(60), (history, watermark) => {
      const timers = new Timers(new Map());
      const model = new Map<string, number>();
      for (const [key, due] of history) {
        timers.set(key, due);
        if (due === null) model.delete(key);
        else model.set(key, due);
      }
      const expected = [...model]
        .filter(([, due]) => due <= watermark)
        .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
      expect(timers.take(watermark, 100).map(({ key, due }) => [`${key.tenant}/${key.id}`, due])).toEqual(expected);
      expect(timers.take(watermark, 100)).toEqual([]);
    }),
  );
});

it('does not grow with timers that are moved again and again', () => {
  const timers = new Timers(new Map([['t/a', 1]]));
  for (let due = 2; due < 100_000; due++) timers.set('t/a', due);
  expect(timers.take(Number.POSITIVE_INFINITY, 10)).toEqual([{ key: { tenant: 't', id: 'a' }, due: 99_999 }]);
});
