import type { TrainingJob } from '../../domain/contracts.gen.ts';
import type { LaunchConfig } from './config.ts';
import type { FailureReason, JobResult, JobRunner, JobSpec, Works } from './ports.ts';

/** How a launcher works on one job at one moment. */
export interface Launcher {
  readonly config: LaunchConfig;
  readonly runner: JobRunner;
  readonly works: Works;
  /** Epoch ms. */
  readonly now: number;
}

/**
 * Takes a job one step further and answers how it stands now; the same where nothing is to be done yet. Whoever dies
 * between two steps, the next launcher repeats the last one: all that it does may be done twice.
 */
export async function advance(job: TrainingJob, launcher: Launcher): Promise<TrainingJob> {
  if (job.state === 'queued') return start(job, launcher);
  return job.state === 'running' ? follow(job, launcher) : job;
}

/** Who dies before the job is known to run starts it again: under the same name, which starts it once. */
async function start(job: TrainingJob, { works, runner, now }: Launcher): Promise<TrainingJob> {
  const attempt = job.attempt + 1;
  const prepared = await works.prepare(job, attempt);
  const { joined } = prepared;
  if (prepared.kind === 'refused') return { ...job, state: 'refused', since: now, reason: prepared.reason, joined };
  // a runner forgets in time: what has left its result is not begun again
  if ((await works.result({ ...job, attempt })) === null) await runner.start(prepared.spec);
  const facts = { attempt, version: prepared.spec.version, joined, parents: prepared.parents, runner: runner.name };
  return { ...job, ...facts, state: 'running', since: now, started: now };
}

async function follow(job: TrainingJob, launcher: Launcher): Promise<TrainingJob> {
  const { works, runner, now, config } = launcher;
  const place = placeOf(job);
  // looked at first: a trainer that ends in between has left its result by the time it is asked for
  const standing = await runner.look(place);
  const result = await works.result(job);
  if (result === 'invalid') return again(job, 'result_invalid', launcher);
  if (result !== null) return conclude(job, result, launcher);
  if (standing === 'gone') return again(job, 'trainer_died', launcher);
  if (now - job.started < config.timeoutMs) return job;
  await runner.stop(place);
  return again(job, 'timeout', launcher);
}

async function conclude(job: TrainingJob, result: JobResult, launcher: Launcher): Promise<TrainingJob> {
  const told = { details: result.reasons, figures: result.figures, since: launcher.now };
  if (result.outcome === 'refused') return { ...job, ...told, state: 'refused', reason: 'gate' };
  if (result.outcome === 'failed') return again({ ...job, ...told }, 'trainer_failed', launcher);
  const promoted = await launcher.works.promote(job, result.models);
  if (promoted !== 'promoted') return again({ ...job, ...told }, promoted, launcher);
  return { ...job, ...told, state: 'promoted', reason: '', models: result.models };
}

/** A step that met a defect: it counts as an attempt, so that the queue does not end with it. */
export const brokenOff = (job: TrainingJob, launcher: Pick<Launcher, 'config' | 'now'>): TrainingJob =>
  again(job.state === 'queued' ? { ...job, attempt: job.attempt + 1 } : job, 'unexpected', launcher);

/** Another attempt, from the beginning, as long as there are some left. */
function again(
  job: TrainingJob,
  reason: FailureReason,
  { config, now }: Pick<Launcher, 'config' | 'now'>,
): TrainingJob {
  const state = job.attempt < config.attempts ? 'queued' : 'failed';
  return { ...job, state, reason, since: now };
}

/** Name and place of the job in its attempt: every launcher finds the same. */
export function placeOf({ tenant, dataset, attempt }: TrainingJob): Pick<JobSpec, 'name' | 'place'> {
  const short = dataset.slice(0, 16);
  return { name: `vedette-train-${short}-${attempt}`, place: `${tenant}/${short}` };
}

/** Version of what an attempt trains on the dataset, beginning from that one: an attempt that broke off may have published a part. */
export const versionFor = (parent: string, dataset: string, attempt: number): string =>
  `${parent.split('-')[0]}-${dataset.slice(0, 15)}${attempt.toString(16)}`;
