import type { Clock, Logger } from '../ports.ts';
import { FatalError } from '../runner.ts';
import { RetriableError } from '../stage.ts';

export interface Patience {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

const BACKOFF_MS = [500, 1000, 2000, 5000];

/**
 * Repeats the work while the world is broken, and says so each time.
 * Throws FatalError past the limit, and whatever is not a RetriableError at once.
 */
export async function waitFor<T>(what: string, work: () => Promise<T>, patience: Patience): Promise<T> {
  const { clock, logger, limitMs, signal } = patience;
  const startedAt = clock.now();
  logger.info({ waitsFor: what }, 'connecting');
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RetriableError) || signal.aborted) throw error;
      const waitedMs = clock.now() - startedAt;
      if (waitedMs >= limitMs)
        throw new FatalError(`${what}: no answer for ${Math.round(waitedMs / 1000)} s: ${error.message}`);
      logger.warn({ waitsFor: what, waitedMs, cause: error.message }, 'the world is broken, waiting');
      await clock.sleep(BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] as number, signal);
    }
  }
}
