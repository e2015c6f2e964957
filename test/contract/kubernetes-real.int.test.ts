import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BatchV1Api, CoreV1Api, KubeConfig, KubernetesObjectApi, type V1Job } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { spec, template } from '../../src/shell/jobs/kubernetes.fixture.ts';
import { openJobs } from '../../src/shell/jobs/kubernetes-api.ts';
import { trainingJob } from '../../src/shell/jobs/kubernetes-job.ts';
import { kubernetesRunner } from '../../src/shell/jobs/kubernetes-runner.ts';
import { quiet } from '../integration/quiet.ts';
import { jobRunnerContract } from './job-runner-contract.ts';
import { type Cluster, useCluster } from './kubernetes/kubeconfig.ts';
import { missingPrograms, realCluster } from './kubernetes/real-cluster.ts';

const RIGHTS = join(import.meta.dirname, '../../deploy/kubernetes/launch-rbac.yaml');
const missing = missingPrograms();
const isRequired = (process.env.VEDETTE_REQUIRE ?? '').split(',').includes('kubernetes');
const isHere = missing.length === 0 || isRequired;
if (!isHere) process.stderr.write(`SKIPPED, no ${missing.join(' and no ')}: trainers in a real cluster\n`);

const RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted' };

/** As the client takes it. */
function configOf(cluster: Cluster): KubeConfig {
  const restore = useCluster(cluster);
  const config = new KubeConfig();
  config.loadFromDefault();
  restore();
  return config;
}

/** What an administrator sets up, as docs/training-jobs.md says. */
async function setUp(admin: KubeConfig): Promise<void> {
  const objects = KubernetesObjectApi.makeApiClient(admin);
  await objects.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'vedette', labels: RESTRICTED } });
  for (const document of parseAllDocuments(readFileSync(RIGHTS, 'utf8'))) {
    const written = document.toJS();
    await objects.create({ ...written, metadata: { ...written.metadata, namespace: 'vedette' } });
  }
}

/** The Job controller, which does not run here: what it writes of a Job that has come to its end. */
async function complete(api: BatchV1Api, name: string): Promise<void> {
  const at = new Date();
  const is = (type: string) => ({ type, status: 'True', lastTransitionTime: at });
  const job = await api.readNamespacedJob({ name, namespace: 'vedette' });
  const status = { ...{ startTime: at, completionTime: at, succeeded: 1, uncountedTerminatedPods: {} } };
  const conditions = [is('SuccessCriteriaMet'), is('Complete')];
  const body: V1Job = { ...job, status: { ...status, conditions } };
  await api.replaceNamespacedJobStatus({ name, namespace: 'vedette', body });
}

(isHere ? describe : describe.skip)('on a real API server', () => {
  const opened = (async () => {
    if (!isHere) throw new Error('skipped');
    const cluster = await realCluster();
    const admin = configOf(cluster.admin);
    await setUp(admin);
    return { ...cluster, objects: KubernetesObjectApi.makeApiClient(admin), api: admin.makeApiClient(BatchV1Api) };
  })();
  opened.catch(() => {});
  let restore = () => {};
  const runnerOf = async (who: 'admin' | 'launcher' | 'stranger', facts = {}) => {
    restore();
    restore = useCluster((await opened)[who]);
    return kubernetesRunner({ ...template(facts), logger: quiet });
  };
  const named = (name: string) => spec({ name: `vedette-train-${name}-1` });
  beforeAll(async () => void (await opened), 120_000);
  afterAll(async () => {
    restore();
    await (await opened.catch(() => null))?.close();
  });

  if (isHere)
    jobRunnerContract('as Jobs of a real API server', async () => {
      const { api } = await opened;
      const uids = new Map<string, Set<string>>();
      return {
        runner: await runnerOf('launcher'),
        async begun(name) {
          const { metadata } = await api.readNamespacedJob({ name, namespace: 'vedette' });
          uids.set(name, (uids.get(name) ?? new Set()).add(metadata?.uid ?? ''));
          return uids.get(name)?.size ?? 0;
        },
        end: ({ name }) => complete(api, name),
        close: async () => {},
      };
    });

  it('given a Job that asks for all there is to ask for, then the server takes it as it stands', async () => {
    const runner = await runnerOf('launcher', { isSigning: true, gpus: 1, cpu: '500m' });
    await runner.start(named('whole'));
    const { api } = await opened;
    const job = await api.readNamespacedJob({ name: 'vedette-train-whole-1', namespace: 'vedette' });
    expect(job.metadata?.managedFields?.map(({ manager, operation }) => [manager, operation])).toEqual([
      ['vedette', 'Apply'],
    ]);
  });

  it('given a namespace for restricted pods alone, then the pod of a Job is one, and one with more rights is not', async () => {
    const core = configOf((await opened).admin).makeApiClient(CoreV1Api);
    const pod = trainingJob(named('pod'), template({ isSigning: true })).spec?.template.spec;
    const made = (name: string, facts = {}) =>
      core.createNamespacedPod({
        namespace: 'vedette',
        body: { metadata: { name }, spec: { containers: [], ...pod, ...facts } },
      });
    expect((await made('restricted')).status?.phase).toBe('Pending');
    await expect(made('more', { securityContext: {} })).rejects.toMatchObject({ code: 403 });
  });

  it('given a Job that is there, when it is applied from another image, then it is refused, and stays what it is', async () => {
    const job = named('image');
    await (await runnerOf('launcher')).start(job);
    const jobs = await openJobs('vedette');
    await expect(jobs.apply(trainingJob(job, template({ image: 'other' })))).rejects.toMatchObject({
      name: 'JobRefused',
    });
    const made = await jobs.read(job.name);
    expect(made?.spec?.template.spec?.containers[0]?.image).toBe(template().image);
    await jobs.apply(trainingJob(job, template()));
    expect((await jobs.read(job.name))?.metadata?.resourceVersion).toBe(made?.metadata?.resourceVersion);
  });

  it.each([
    ['somebody whom it does not know', 'stranger', {}, /does not know who asks/],
    [
      'a namespace in which nothing is allowed',
      'launcher',
      { namespace: 'default' },
      /may not get jobs .* namespace default/,
    ],
    ['cores that cannot be', 'launcher', { cpu: 'many' }, /answers 500 to patch: .*quantities/],
    ['a service account that is none', 'launcher', { serviceAccount: 'Not A Name' }, /whatever they train/],
    ['a namespace that is not there', 'admin', { namespace: 'none' }, /namespace none is not there/],
  ] as const)('given %s, then trainings wait, and the reason is told', async (_, who, facts, message) => {
    const runner = await runnerOf(who, facts);
    await expect(runner.start(named('refused'))).rejects.toMatchObject({
      ...{ name: 'RetriableError', message: expect.stringMatching(message) },
    });
  });

  it('given a quota that is used up, then trainings wait for room', async () => {
    const { objects } = await opened;
    const at = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none', namespace: 'vedette' } };
    const hard = { 'count/jobs.batch': '0' };
    await objects.create({ ...at, spec: { hard } } as never);
    const core = configOf((await opened).admin).makeApiClient(CoreV1Api);
    const quota = await core.readNamespacedResourceQuota({ name: 'none', namespace: 'vedette' });
    const body = { ...quota, status: { hard, used: hard } };
    await core.replaceNamespacedResourceQuotaStatus({ name: 'none', namespace: 'vedette', body });
    const runner = await runnerOf('launcher');
    await expect(runner.start(named('late'))).rejects.toMatchObject({
      ...{ name: 'RetriableError', message: expect.stringMatching(/^quota: .*exceeded quota: none/) },
    });
    await objects.delete(at);
  });
});
