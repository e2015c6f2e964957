import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { effectByVersion, wilson } from './effect.ts';

const alert = (version: string, raisedAt: number, isAttack: boolean | null, confidence = 50) => ({
  ...{ version, raisedAt, isAttack, confidence },
});

it('given alerts of two versions, then counts each for its own, the older version first', () => {
  const told = effectByVersion([
    alert('e@2', 5, true),
    alert('e@1', 1, false),
    alert('e@1', 2, true),
    alert('e@1', 3, null),
  ]);
  expect(told).toMatchObject([
    { version: 'e@1', alerts: 3, judged: 2, attacks: 1, share: 0.5 },
    { version: 'e@2', alerts: 1, judged: 1, attacks: 1, share: 1 },
  ]);
});

it('given alerts that nobody judged, then there is no share, and the interval is all', () => {
  expect(effectByVersion([alert('e@1', 1, null)])).toMatchObject([{ share: Number.NaN, low: 0, high: 1 }]);
});

it('gives the interval that the paper gives', () => {
  // 8 of 10: 0.4902 to 0.9433 (Newcombe 1998, method 3)
  expect(wilson(8, 10).low).toBeCloseTo(0.4902, 4);
  expect(wilson(8, 10).high).toBeCloseTo(0.9433, 4);
});

it('given any counts, then the interval holds the share and narrows with more of them', () => {
  fc.assert(
    fc.property(fc.nat({ max: 500 }), fc.nat({ max: 500 }), (attacks, others) => {
      const total = attacks + others + 1;
      const { low, high } = wilson(attacks, total);
      expect(low).toBeLessThanOrEqual(attacks / total);
      expect(high).toBeGreaterThanOrEqual(attacks / total);
      const more = wilson(4 * attacks, 4 * total);
      expect(more.high - more.low).toBeLessThan(high - low);
    }),
  );
});

it.each([
  ['all attacks above', [9, 8], [7, 1], 1],
  ['all attacks below', [1, 2], [3], 0],
  ['all even', [5, 5], [5], 0.5],
  ['one of two above', [9, 1], [5], 0.5],
  ['no harmless one', [9], [], Number.NaN],
])('given %s, then the ranking says so', (_, attacks, harmless, expected) => {
  const alerts = [...attacks.map((of) => alert('e', 1, true, of)), ...harmless.map((of) => alert('e', 1, false, of))];
  expect(effectByVersion(alerts)[0]?.ranked).toEqual(expected);
});
