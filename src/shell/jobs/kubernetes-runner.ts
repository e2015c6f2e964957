import type { V1Job } from '@kubernetes/client-node';
import type { Logger } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';
import type { JobRunner, JobSpec } from '../../stages/launch/ports.ts';
import { type JobsApi, openJobs } from './kubernetes-api.ts';
import { JobRefused } from './kubernetes-faults.ts';
import { type JobTemplate, trainingJob } from './kubernetes-job.ts';

export interface KubernetesRunnerOptions extends JobTemplate {
  readonly logger: Logger;
}

/**
 * Trainers as Jobs of a cluster, one an attempt, under its name. One that is there is never begun again, whether it
 * runs or has ended; a day after its end the cluster forgets it.
 */
export function kubernetesRunner(options: KubernetesRunnerOptions): JobRunner {
  let opened: JobsApi | undefined;
  const jobs = async () => (opened ??= await openJobs(options.namespace));
  return {
    name: 'kubernetes',
    async start(spec) {
      const api = await jobs();
      if ((await api.read(spec.name)) !== null) return;
      try {
        await api.apply(trainingJob(spec, options));
      } catch (cause) {
        if (!(cause instanceof JobRefused)) throw cause;
        await weigh(cause, spec, api, options);
      }
    },
    async look({ name }) {
      const job = await (await jobs()).read(name);
      return job !== null && isUnderWay(job) ? 'running' : 'gone';
    },
    stop: async ({ name }) => (await jobs()).remove(name),
  };
}

/**
 * A Job was refused. Where the cluster refuses any other as well, it or our configuration is broken, and trainings
 * wait; else this attempt has failed, so that the other tenants' trainings go on.
 */
async function weigh(refusal: JobRefused, spec: JobSpec, api: JobsApi, options: KubernetesRunnerOptions) {
  // another launcher, with another image, may have been first: the template of a Job that is there cannot change
  if ((await api.read(spec.name)) !== null) return;
  try {
    await api.apply(trainingJob({ ...spec, ...NOBODY }, options), 'trial');
  } catch (cause) {
    if (!(cause instanceof JobRefused)) throw cause;
    throw new RetriableError(`the cluster refuses Jobs of trainers, whatever they train: ${cause.message}`);
  }
  options.logger.warn(
    { job: spec.name, cause: refusal.message },
    'the cluster refuses this Job: the attempt has failed',
  );
}

const NOBODY = { name: 'vedette-train-trial', place: 'trial/0000000000000000', tenant: 'trial', attempt: 1 };

/** A Job that waits for room is under way too; one that is being taken away is not. */
const isUnderWay = ({ metadata, status }: V1Job): boolean =>
  metadata?.deletionTimestamp === undefined &&
  !status?.conditions?.some(({ type, status: is }) => (type === 'Complete' || type === 'Failed') && is === 'True');
