import { describe, expect, it } from '@jest/globals';
import { virtualClock } from '../memory/clock.ts';
import { within } from './within.ts';

describe('a limit', () => {
  it('is kept by work that ends', async () => {
    expect(await within(1000, Promise.resolve(), virtualClock(0))).toBe(true);
  });

  it('is told when work does not end', async () => {
    const clock = virtualClock(0);
    const done = within(1000, new Promise(() => {}), clock);
    await clock.advance(1000);
    expect(await done).toBe(false);
  });
});
