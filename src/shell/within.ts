import type { Clock } from '../ports.ts';

/** True when the work ended within the limit. */
export async function within(limitMs: number, work: Promise<unknown>, clock: Clock): Promise<boolean> {
  const stop = new AbortController();
  const late = clock.sleep(limitMs, stop.signal).then(() => false);
  const done = await Promise.race([work.then(() => true), late]);
  stop.abort();
  return done;
}
