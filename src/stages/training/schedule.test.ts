import { expect, it } from '@jest/globals';
import { isCron, nextAfter } from './schedule.ts';

const at = (text: string) => Date.parse(text);

it.each([
  ['0 3 * * 1', '2026-01-04T12:00:00Z', '2026-01-05T03:00:00Z'],
  ['0 3 * * 1', '2026-01-05T03:00:00Z', '2026-01-12T03:00:00Z'],
  ['*/15 * * * *', '2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z'],
  ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00Z'],
])('given %s, when it is %s, then the next time is %s', (expression, now, next) => {
  expect(nextAfter(expression, at(now))).toBe(at(next));
});

it('given no expression, when the next time is asked for, then there is none', () => {
  expect(nextAfter('', 0)).toBeNull();
});

it.each([
  ['0 3 * * 1', true],
  ['0 0 31 2 *', false],
  ['0 3 * *', false],
  ['0 0 3 * * 1', false],
  ['every monday', false],
  ['60 3 * * 1', false],
])('given %s, when it is looked at, then it is a cron expression of ours: %s', (expression, isOne) => {
  expect(isCron(expression)).toBe(isOne);
});
