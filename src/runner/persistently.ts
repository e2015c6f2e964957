import type { PartitionControl } from '../ports.ts';
import { RetriableError } from '../stage.ts';
import { FatalError, type RunnerOptions, type RunnerWorld } from './deps.ts';
import { type Outage, outageOf } from './outages.ts';

const BACKOFF_MS = [100, 200, 500, 1000, 2000, 5000];

/** Runs until it works: a broken world is waited for, never dead-lettered. Throws when it is broken for too long. */
export async function persistently<T>(
  { clock, logger, options, metrics }: RunnerWorld & { readonly options: RunnerOptions },
  where: { readonly stage: string; readonly partition: number },
  control: PartitionControl,
  work: () => Promise<T>,
  onFailure: (outage: Outage) => void,
): Promise<T> {
  const startedAt = clock.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (cause) {
      if (!(cause instanceof RetriableError) || control.signal.aborted) throw cause;
      if (clock.now() - startedAt > options.retryLimitMs)
        throw new FatalError(`${where.stage}/${where.partition}: gave up waiting: ${cause.message}`, { cause });
      const outage = outageOf(cause);
      onFailure(outage);
      logger.warn({ ...where, attempt, outage, cause: cause.message }, 'the world is broken, trying again');
      metrics.count('vedette_retries_total', { stage: where.stage, cause: outage });
      await clock.sleep(BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] as number, control.signal);
      await control.heartbeat();
    }
  }
}
