import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accept, MAX_EPOCH, type Marks, offsetInEpoch, originText, parseOrigin } from './origin.ts';

it('writes an origin so that it can be read back', () => {
  expect(parseOrigin(originText('intake.dlq/0', 12, 3))).toEqual({ sender: 'intake.dlq/0', offset: 12, index: 3 });
});

it('keeps every offset of the last epoch', () => {
  const offset = offsetInEpoch(MAX_EPOCH, 10 ** 12 - 1);
  expect(parseOrigin(originText('intake/0', offset, 0))?.offset).toBe(offset);
  expect(offset - 1).not.toBe(offset);
});

it.each([
  '',
  'intake',
  'intake/0/1',
  'intake/0/-1/0',
  'In take/0/1/0',
  'intake/0/1/0/0',
  'intake/0/9999999999999999/0',
])('takes %j for no origin', (text) => {
  expect(parseOrigin(text)).toBeNull();
});

it('accepts each record once, however often a sender repeats itself from an earlier offset', () => {
  const history = fc.array(fc.nat(30), { maxLength: 8 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), history, (length, restarts) => {
      const marks: Marks = {};
      const accepted: number[] = [];
      const sendFrom = (from: number, to: number) => {
        for (let offset = from; offset < to; offset++)
          if (accept(marks, { sender: 'a/0', offset, index: 0 })) accepted.push(offset);
      };
      let reached = 0;
      for (const restart of restarts) {
        const to = Math.min(length, reached + 5);
        sendFrom(Math.min(restart, reached), to);
        reached = to;
      }
      sendFrom(0, length);
      expect(accepted).toEqual(Array.from({ length }, (_, offset) => offset));
    }),
  );
});

it('keeps senders apart and orders by offset, then index', () => {
  const marks: Marks = {};
  const said = [
    ['a/0', 5, 0],
    ['a/1', 2, 0],
    ['a/0', 5, 1],
    ['a/0', 5, 1],
    ['a/0', 4, 9],
  ] as const;
  expect(said.map(([sender, offset, index]) => accept(marks, { sender, offset, index }))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
