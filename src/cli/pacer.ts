import { setTimeout as sleep } from 'node:timers/promises';

/** Waits as long as so many lines should have taken; without a rate it does not wait. */
export function pacer(rate: number | undefined): (lines: number) => Promise<void> {
  const startedAt = performance.now();
  return async (lines) => {
    if (rate === undefined) return;
    const early = (lines / rate) * 1000 - (performance.now() - startedAt);
    if (early > 1) await sleep(early);
  };
}
