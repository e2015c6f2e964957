import { describe, expect, it } from '@jest/globals';
import { jobFaults } from './job-faults.ts';

const cluster = {
  VEDETTE_JOB_RUNNER: 'kubernetes',
  VEDETTE_JOB_IMAGE: 'trainer:1',
  VEDETTE_TRAINING_STORE: 's3://bucket/training',
  VEDETTE_MODELS: 's3://bucket/models',
};

describe('where trainers run', () => {
  it('is this machine where nothing is said, and a cluster where all that it needs is', () => {
    expect([jobFaults({}), jobFaults(cluster)]).toEqual([[], []]);
    expect(jobFaults({ ...cluster, VEDETTE_TRAINER_KEY: 'yes', VEDETTE_JOB_SECRET: 'trainer' })).toEqual([]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a folder as the store',
      { VEDETTE_TRAINING_STORE: 'training' },
      /^VEDETTE_TRAINING_STORE: must be s3:.*no folder/,
    ],
    ['a folder as the registry', { VEDETTE_MODELS: '/models' }, /^VEDETTE_MODELS: must be s3:/],
    ['a Python of this machine', { VEDETTE_TRAINER: '/usr/bin/python3' }, /^VEDETTE_TRAINER: is of no use/],
    ['a key without its Secret', { VEDETTE_TRAINER_KEY: 'yes' }, /^VEDETTE_JOB_SECRET: is needed .* trainer-key\.pem/],
  ])('given a cluster and %s, then it says so at once', (_, variables, fault) => {
    expect(jobFaults({ ...cluster, ...variables })).toEqual([expect.stringMatching(fault)]);
  });

  it('given a cluster and nothing else, then all that is missing is told', () => {
    const faults = jobFaults({ VEDETTE_JOB_RUNNER: 'kubernetes' }).map((fault) => fault.split(':')[0]);
    expect(faults).toEqual(['VEDETTE_TRAINING_STORE', 'VEDETTE_MODELS', 'VEDETTE_JOB_IMAGE']);
  });

  it('given an image while trainers run on this machine, then it is not passed over in silence', () => {
    expect(jobFaults({ VEDETTE_JOB_RUNNER: 'local', VEDETTE_JOB_IMAGE: 'trainer:1' })).toEqual([
      'VEDETTE_JOB_IMAGE: is of use with VEDETTE_JOB_RUNNER=kubernetes alone',
    ]);
  });
});
