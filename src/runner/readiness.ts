import type { Clock } from '../ports.ts';

/** A newer version is taken after so long, ready or not: a version that does harm must be gone within a minute. */
export const LONGEST_WAIT_MS = 30_000;

/** Up to which version of a table its room is ready. */
export interface Readiness {
  ready(): number;
  /** Gets the room ready for a version; resolves when it is, or was waited for long enough. Never rejects. */
  getReady(version: number): Promise<void>;
}

interface World {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told of a version that the room was not ready for in time. */
  readonly late: (version: number) => void;
}

/**
 * Versions are prepared side by side, so that one which takes long holds none that comes after it. One that cannot be
 * prepared is ready too: the batch that needs it meets the reason.
 */
export function readiness(prepare: (version: number) => Promise<void>, { clock, signal, late }: World): Readiness {
  let ready = 0;
  return {
    ready: () => ready,
    async getReady(version) {
      const ended = new AbortController();
      const isLate = clock.sleep(LONGEST_WAIT_MS, AbortSignal.any([signal, ended.signal])).then(() => true);
      const isPrepared = prepare(version).then(
        () => false,
        () => false,
      );
      if ((await Promise.race([isPrepared, isLate])) && !signal.aborted) late(version);
      ended.abort();
      ready = Math.max(ready, version);
    },
  };
}
