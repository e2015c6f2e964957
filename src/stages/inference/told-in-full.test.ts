import { expect, it } from '@jest/globals';
import { featureRow } from '../../../test/fixtures/feature-row.ts';
import type { Row } from './row.ts';
import { isToldInFull } from './told-in-full.ts';

const told = (lately: number, count: number) =>
  Array.from({ length: count }, (_, i) =>
    isToldInFull(
      { value: featureRow({ id: `e${i}` }, [0]), codeValues: Float32Array.of(Math.log1p(lately)) } as unknown as Row,
      20,
    ),
  ).filter(Boolean).length;

it.each([
  ['events that come now and then', 5, 100, 100, 100],
  ['as many as may be', 19.9, 100, 100, 100],
  ['a flood of 2,000 a minute', 2_000, 10_000, 60, 150],
])('given %s, when asked, then so many are told in full', (_, lately, events, least, most) => {
  const found = told(lately, events);
  expect(found).toBeGreaterThanOrEqual(least);
  expect(found).toBeLessThanOrEqual(most);
});
