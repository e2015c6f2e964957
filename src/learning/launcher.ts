import { followValues } from '../cli/models/follow-values.ts';
import { TRAINING_JOBS, type TrainingJob } from '../domain/contracts.gen.ts';
import type { Clock, Logger, Metrics } from '../ports.ts';
import { keyText } from '../runner/wire-key.ts';
import { RetriableError } from '../stage.ts';
import { advance, brokenOff } from '../stages/launch/advance.ts';
import type { LaunchConfig } from '../stages/launch/config.ts';
import type { JobRunner, Works } from '../stages/launch/ports.ts';
import { turnOf } from '../stages/launch/queue.ts';
import type { Log } from './read-dataset.ts';

export interface LauncherOptions extends Log {
  readonly config: LaunchConfig;
  readonly runner: JobRunner;
  readonly works: Works;
  /** The jobs as they stand, by key; the launcher keeps them. */
  readonly jobs: Map<string, TrainingJob>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface RunningLauncher {
  /** Rejects when it has given up for good. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;
const TIDY_EVERY_MS = 60_000;

/** Works on the queue of trainings until it is closed: each second it takes every job whose turn it is one step further. A training that runs goes on without it. */
export async function startLauncher(options: LauncherOptions): Promise<RunningLauncher> {
  const { clock, jobs } = options;
  const stop = new AbortController();
  const followed = await followValues({ desk: options, signal: stop.signal }, TRAINING_JOBS, (value, { key }) => {
    const name = Buffer.from(key ?? []).toString();
    if (value === null) jobs.delete(name);
    else jobs.set(name, newer(jobs.get(name), value as TrainingJob));
  });
  let tidyAt = 0;
  const working = (async () => {
    while (!stop.signal.aborted) {
      if (clock.now() >= tidyAt) {
        await waited(() => options.works.tidy(), options);
        tidyAt = clock.now() + TIDY_EVERY_MS;
      }
      await look(options, stop.signal);
      await clock.sleep(LOOK_EVERY_MS, stop.signal);
    }
  })();
  const failed = Promise.race([followed.failed, working.then(() => new Promise<never>(() => {}))]);
  failed.catch(() => {});
  return {
    failed,
    async close() {
      stop.abort();
      await working.catch(() => {});
    },
  };
}

async function look(options: LauncherOptions, signal: AbortSignal): Promise<void> {
  const { jobs, config, metrics } = options;
  for (const job of turnOf(jobs.values(), config)) {
    if (signal.aborted) return;
    await waited(() => step(job, options), options);
  }
  const waiting = [...jobs.values()].filter(({ state }) => state === 'queued').length;
  metrics.gauge('vedette_trainings_waiting', {}, waiting);
}

/** A defect that one job meets is no reason to stop those of others. */
async function step(job: TrainingJob, options: LauncherOptions): Promise<void> {
  const { config, works, runner, clock, logger } = options;
  const launcher = { config, works, runner, now: clock.now() };
  const next = await advance(job, launcher).catch((cause: Error) => {
    if (cause instanceof RetriableError) throw cause;
    logger.error({ job: job.id, cause: cause.name }, 'a training met a defect');
    return brokenOff(job, launcher);
  });
  if (next !== job) await tell(next, options);
}

/** A world that is broken is waited for: the next look tries again. */
async function waited(work: () => Promise<void>, { logger, metrics }: LauncherOptions): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (!(cause instanceof RetriableError)) throw cause;
    logger.warn({ cause: cause.message }, 'trainings wait');
    metrics.count('vedette_training_waits_total', {});
  }
}

async function tell(job: TrainingJob, { works, jobs, logger, metrics }: LauncherOptions): Promise<void> {
  await works.tell(job);
  jobs.set(keyText({ tenant: job.tenant, id: job.id }), job);
  const { id, tenant, state, reason, attempt } = job;
  logger.info({ job: id, tenant, state, reason, attempt }, 'a training has come further');
  metrics.count('vedette_training_steps_total', { state });
}

/** The stage tells of a job again when it repeats its input: what is known to be further stays. */
export function newer(known: TrainingJob | undefined, told: TrainingJob): TrainingJob {
  const isRepeat = told.state === 'queued' && told.attempt === 0;
  return known !== undefined && isRepeat ? known : told;
}
