import type { Clock } from '../ports.ts';

/** A clock that stands still until it is told to move; sleepers wake in order of their time. */
export function virtualClock(startMs: number): Clock & { advance(ms: number): Promise<void> } {
  let now = startMs;
  let sleepers: { due: number; wake: () => void }[] = [];
  return {
    now: () => now,
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        sleepers.push({ due: now + ms, wake: resolve });
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    async advance(ms) {
      now += ms;
      const due = sleepers.filter((sleeper) => sleeper.due <= now).sort((a, b) => a.due - b.due);
      sleepers = sleepers.filter((sleeper) => sleeper.due > now);
      for (const sleeper of due) sleeper.wake();
      await Promise.resolve();
    },
  };
}
