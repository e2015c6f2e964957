import { expect, it } from '@jest/globals';
import { pacer } from './pacer.ts';

it('holds so many lines to their rate', async () => {
  const startedAt = performance.now();
  const pace = pacer(1000);
  await pace(50);
  await pace(100);
  expect(performance.now() - startedAt).toBeGreaterThan(95);
});

it('does not wait without a rate', async () => {
  const startedAt = performance.now();
  await pacer(undefined)(1e9);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
