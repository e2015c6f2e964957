import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Control, controlText, type Heard, hear, parseControl } from './watermark.ts';

const control = (sender: string, senders: number, watermark: number): Control => ({
  sender,
  senders,
  watermark,
  losses: {},
});

it.each([0, 1692093226118, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  'carries %p over the wire',
  (watermark) => {
    expect(parseControl(controlText(control('intake/0', 6, watermark)))).toEqual(control('intake/0', 6, watermark));
  },
);

const saying = (change: string): string => `{"sender":"a/0","senders":1,"watermark":1,"losses":{},${change}}`;

it.each([
  ...['', '{}', '[]', 'null', '{"sender":1,"senders":1,"watermark":1,"losses":{}}'],
  saying('"sender":"__proto__"'),
  saying('"senders":0'),
  saying('"senders":1e12'),
  saying('"watermark":null'),
  saying('"losses":null'),
  saying('"losses":[]'),
  saying('"losses":{"a/0":null}'),
  saying('"losses":{"a/0":{"acme":7}}'),
  saying('"losses":{"a/0":{"acme":[1,2,3]}}'),
  saying('"losses":{"a/0":{"acme":[1,2,3,-1]}}'),
  saying('"losses":{"a/0":{"__proto__":[1,2,3,4]}}'),
  saying('"losses":{"__proto__":{"acme":[1,2,3,4]}}'),
])('takes %j for no control record', (text) => {
  expect(parseControl(text)).toBeNull();
});

it('holds until every sender was heard, then takes the slowest', () => {
  const heard: Heard = { senders: 1, times: {} };
  expect(hear(heard, control('a/0', 2, 100))).toBe(Number.NEGATIVE_INFINITY);
  expect(hear(heard, control('a/1', 2, 50))).toBe(50);
  expect(hear(heard, control('a/1', 2, 20))).toBe(50);
  expect(hear(heard, control('a/1', 2, 300))).toBe(100);
});

it('never goes back, whatever is said', () => {
  const said = fc.array(fc.tuple(fc.constantFrom('a/0', 'a/1', 'a/2'), fc.integer()));
  fc.assert(
    fc.property(said, (history) => {
      const heard: Heard = { senders: 3, times: {} };
      let last = Number.NEGATIVE_INFINITY;
      for (const [sender, watermark] of history) {
        const now = hear(heard, control(sender, 3, watermark));
        expect(now).toBeGreaterThanOrEqual(last);
        last = now;
      }
    }),
  );
});
