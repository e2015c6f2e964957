import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../../src/environment.ts';
import { openRunner } from '../../src/learning/open-runner.ts';
import type { Logger } from '../../src/ports.ts';
import { spec, template } from '../../src/shell/jobs/kubernetes.fixture.ts';
import { kubernetesRunner } from '../../src/shell/jobs/kubernetes-runner.ts';
import { quiet } from '../integration/quiet.ts';
import { jobRunnerContract } from './job-runner-contract.ts';
import { type FakeCluster, fakeCluster, invalid } from './kubernetes/fake-cluster.ts';
import { useCluster } from './kubernetes/kubeconfig.ts';

jobRunnerContract('as Jobs of a cluster that is a fake', async () => {
  const cluster = await fakeCluster('vedette');
  const restore = useCluster(cluster);
  return {
    runner: kubernetesRunner({ ...template(), logger: quiet }),
    begun: async (name) => cluster.made(name),
    end: async ({ name }) => cluster.end(name),
    async close() {
      restore();
      await cluster.close();
    },
  };
});

describe('a runner of trainers in a cluster (a fake)', () => {
  let cluster: FakeCluster;
  let restore: () => void;
  const told: object[] = [];
  const logger: Logger = { ...quiet, warn: (facts) => void told.push(facts) };
  const runner = (image = 'trainer:1') => kubernetesRunner({ ...template({ image }), logger });

  beforeAll(async () => {
    cluster = await fakeCluster('vedette');
    restore = useCluster(cluster);
  });
  afterEach(() => {
    cluster.refuse = () => null;
    told.length = 0;
  });
  afterAll(async () => {
    restore();
    await cluster.close();
  });

  const named = (name: string) => spec({ name: `vedette-train-${name}-1` });

  it('given a Job, when it is started, then it is applied as a whole, in our name, and unknown fields are a fault', async () => {
    await runner().start(named('applied'));
    const asked = cluster.asked.filter((one) => one.includes('applied'));
    expect(asked.map((one) => one.split(' ')[0])).toEqual(['GET', 'PATCH']);
    expect(asked[1]).toMatch(/fieldManager=vedette&fieldValidation=Strict&force=true$/);
  });

  it.each(['Complete', 'Failed'] as const)(
    'given a Job that is %s, then it is gone, and not begun again',
    async (how) => {
      const job = named(how.toLowerCase());
      await runner().start(job);
      expect(await runner().look(job)).toBe('running');
      cluster.end(job.name, how);
      expect(await runner().look(job)).toBe('gone');
      await runner().start(job);
      expect([await runner().look(job), cluster.made(job.name)]).toEqual(['gone', 1]);
    },
  );

  it('given a Job that the cluster has forgotten, then it is gone', async () => {
    const job = named('forgotten');
    await runner().start(job);
    cluster.forget(job.name);
    expect(await runner().look(job)).toBe('gone');
  });

  it('when a Job is stopped, then its pods go too', async () => {
    const job = named('stopped');
    await runner().start(job);
    await runner().stop(job);
    expect(cluster.asked.at(-1)).toMatch(/^DELETE .*stopped-1\?propagationPolicy=Background$/);
  });

  it('given launchers of two versions that start a Job at once, then the first one counts', async () => {
    const job = named('race');
    let isFirst = true;
    cluster.refuse = (method) => {
      if (method !== 'GET' || !isFirst) return null;
      isFirst = false;
      // the other launcher gets in between our look and our start
      return { code: 404, reason: 'NotFound', message: 'jobs.batch "x" not found' };
    };
    await kubernetesRunner({ ...template({ image: 'trainer:2' }), logger }).start(job);
    isFirst = true;
    await runner().start(job);
    expect(cluster.jobs.get(job.name)?.spec?.template.spec?.containers[0]?.image).toBe('trainer:2');
    expect([cluster.made(job.name), told]).toEqual([1, []]);
  });

  it('given a Job that cannot be while others can, then its attempt has failed, aloud, and nobody waits', async () => {
    const [bad, good] = [named('bad'), named('good')];
    cluster.refuse = (_, job) => (job?.metadata?.name === bad.name ? invalid(bad.name, 'metadata.labels') : null);
    await runner().start(bad);
    expect(await runner().look(bad)).toBe('gone');
    expect(told).toEqual([{ job: bad.name, cause: expect.stringMatching(/metadata\.labels/) }]);
    await runner().start(good);
    expect(await runner().look(good)).toBe('running');
    expect([...cluster.jobs.keys()].filter((name) => name.includes('trial'))).toEqual([]);
  });

  it('given a cluster that refuses every Job, then trainings wait, and the reason is told', async () => {
    cluster.refuse = (_, job) =>
      job === null ? null : invalid(job.metadata?.name ?? '', 'spec.template: no such class');
    await expect(runner().start(named('all'))).rejects.toMatchObject({
      ...{ name: 'RetriableError', message: expect.stringMatching(/whatever they train: .*no such class/) },
    });
    expect(told).toEqual([]);
  });

  it.each(['start', 'look', 'stop'] as const)(
    'given a cluster that is broken, when asked to %s, then it is not known',
    async (what) => {
      cluster.refuse = () => ({ code: 503, reason: 'ServiceUnavailable', message: 'etcd is away' });
      await expect(runner()[what](named('broken'))).rejects.toMatchObject({ name: 'RetriableError' });
      cluster.refuse = () => 'default backend - 404';
      await expect(runner()[what](named('broken'))).rejects.toMatchObject({ name: 'RetriableError' });
    },
  );
});

it('given an environment that names a cluster, when a training is started, then its Job knows the store, the registry and the key', async () => {
  const cluster = await fakeCluster('ml');
  const restore = useCluster(cluster);
  const environment = readEnvironment({
    ...{ VEDETTE_JOB_RUNNER: 'kubernetes', VEDETTE_JOB_IMAGE: 'trainer:1', VEDETTE_JOB_NAMESPACE: 'ml' },
    ...{ VEDETTE_TRAINING_STORE: 's3://bucket/training', VEDETTE_MODELS: 's3://bucket/models' },
    ...{ VEDETTE_TRAINER_KEY: 'yes', VEDETTE_JOB_SECRET: 'trainer', AWS_REGION: 'eu-west-1' },
    ...{ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'hunter2' },
  });
  const job = spec();
  await openRunner(environment, quiet).start(job);
  const written = cluster.jobs.get(job.name)?.spec?.template.spec?.containers[0];
  expect(written?.args?.join(' ')).toBe(
    '-mvedette_trainer job --store s3://bucket/training --registry s3://bucket/models --key /var/run/vedette/trainer-key.pem' +
      ` --name ${job.name} --place ${job.place} --attempt 1`,
  );
  expect(written?.env).toEqual(
    expect.arrayContaining([
      { name: 'AWS_DEFAULT_REGION', value: 'eu-west-1' },
      { name: 'AWS_ENDPOINT_URL_S3', value: 'https://s3.eu-west-1.amazonaws.com' },
    ]),
  );
  expect(JSON.stringify([...cluster.jobs])).not.toContain('hunter2');
  restore();
  await cluster.close();
});

describe('a runner without its cluster', () => {
  const job = spec();
  let away: { readonly url: string };
  beforeAll(async () => {
    const cluster = await fakeCluster('vedette');
    await cluster.close();
    away = cluster;
  });

  it('given a cluster that nobody listens for, then trainings wait', async () => {
    const restore = useCluster(away);
    const { look } = kubernetesRunner({ ...template(), logger: quiet });
    await expect(look(job)).rejects.toMatchObject({
      name: 'RetriableError',
      message: expect.stringMatching(/ECONNREFUSED/),
    });
    restore();
  });

  it('given neither a file nor a pod, then it says what to set, and goes on once it is', async () => {
    const restore = useCluster(away);
    const file = process.env.KUBECONFIG as string;
    delete process.env.KUBECONFIG;
    const { look } = kubernetesRunner({ ...template(), logger: quiet });
    await expect(look(job)).rejects.toMatchObject({
      name: 'RetriableError',
      message: expect.stringMatching(/set KUBECONFIG/),
    });
    process.env.KUBECONFIG = `${file}-not-there`;
    await expect(look(job)).rejects.toMatchObject({
      name: 'RetriableError',
      message: expect.stringMatching(/cannot be read/),
    });
    process.env.KUBECONFIG = file;
    await expect(look(job)).rejects.toMatchObject({ message: expect.stringMatching(/ECONNREFUSED/) });
    restore();
  });
});
