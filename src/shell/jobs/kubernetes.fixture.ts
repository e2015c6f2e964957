import type { JobSpec } from '../../stages/launch/ports.ts';
import type { JobTemplate } from './kubernetes-job.ts';

/** A training of acme's, but for what the test says. */
export const spec = (facts: Partial<JobSpec> = {}): JobSpec => ({
  ...{ name: 'vedette-train-3f1c09ab77de4410-1', place: 'acme/3f1c09ab77de4410', attempt: 1 },
  ...{ task: 'retrain-detector', tenant: 'acme', version: '1.0.0-3f1c09ab77de4411', models: {}, replay: [], seed: 7 },
  timeoutMs: 3_600_000,
  ...facts,
});

/** Trainers on CPUs that sign nothing, but for what the test says. */
export const template = (facts: Partial<JobTemplate> = {}): JobTemplate => ({
  ...{ namespace: 'vedette', image: 'registry.example/vedette-trainer:1.0.0', serviceAccount: 'vedette-trainer' },
  ...{ secret: 'trainer', isSigning: false, cpu: '2', memory: '4Gi', gpus: 0 },
  arguments: ['-mvedette_trainer', 'job', '--store', 's3://bucket/training', '--registry', 's3://bucket/models'],
  environment: { AWS_DEFAULT_REGION: 'eu-central-1' },
  ...facts,
});
