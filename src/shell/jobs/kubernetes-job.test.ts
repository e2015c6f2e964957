import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spec, template } from './kubernetes.fixture.ts';
import { KEY_FILE, trainingJob } from './kubernetes-job.ts';
import { labelValue } from './label-value.ts';

const podOf = (job: ReturnType<typeof trainingJob>) => {
  const pod = job.spec?.template.spec;
  const [container] = pod?.containers ?? [];
  if (!pod || !container) throw new Error('no container');
  return { pod, container };
};

describe('the Job of a training', () => {
  it('runs one attempt once, under its name, and no longer than its time and a minute', () => {
    const job = trainingJob(spec({ timeoutMs: 90_500 }), template());
    expect(job.metadata).toMatchObject({ name: 'vedette-train-3f1c09ab77de4410-1', namespace: 'vedette' });
    expect(job.spec).toMatchObject({
      ...{ backoffLimit: 0, completions: 1, parallelism: 1 },
      ...{ activeDeadlineSeconds: 151, ttlSecondsAfterFinished: 86_400 },
    });
    expect(podOf(job).pod.restartPolicy).toBe('Never');
  });

  it('is told where it works, and which attempt it is', () => {
    const { container } = podOf(
      trainingJob(spec({ attempt: 2, name: 'vedette-train-3f1c09ab77de4410-2' }), template()),
    );
    expect(container.args?.join(' ')).toBe(
      '-mvedette_trainer job --store s3://bucket/training --registry s3://bucket/models' +
        ' --name vedette-train-3f1c09ab77de4410-2 --place acme/3f1c09ab77de4410 --attempt 2',
    );
  });

  it('has no rights: not on its node, not in the cluster, and no file but those below /tmp', () => {
    const { pod, container } = podOf(trainingJob(spec(), template()));
    expect(pod).toMatchObject({
      ...{ serviceAccountName: 'vedette-trainer', automountServiceAccountToken: false },
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      volumes: [{ name: 'tmp', emptyDir: {} }],
    });
    expect(container.securityContext).toEqual({
      ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
      capabilities: { drop: ['ALL'] },
    });
    expect(container.volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    expect(container.env).toContainEqual({ name: 'HOME', value: '/tmp' });
  });

  it('gets what it asks for and no more; GPUs only where there are to be some', () => {
    const given = { cpu: '2', memory: '4Gi' };
    expect(podOf(trainingJob(spec(), template())).container.resources).toEqual({ requests: given, limits: given });
    const { resources } = podOf(trainingJob(spec(), template({ gpus: 2 }))).container;
    expect(resources).toEqual({ requests: given, limits: { ...given, 'nvidia.com/gpu': '2' } });
  });

  it('has the entries of the Secret as variables, where there is one', () => {
    expect(podOf(trainingJob(spec(), template())).container.envFrom).toEqual([{ secretRef: { name: 'trainer' } }]);
    expect(podOf(trainingJob(spec(), template({ secret: '' }))).container).not.toHaveProperty('envFrom');
  });

  it('given a key to sign with, then that entry of the Secret alone is mounted where the trainer looks for it', () => {
    const { pod, container } = podOf(trainingJob(spec(), template({ isSigning: true })));
    const mount = container.volumeMounts?.find(({ name }) => name === 'key');
    const volume = pod.volumes?.find(({ name }) => name === 'key');
    expect(volume?.secret).toMatchObject({ secretName: 'trainer', items: [{ key: 'trainer-key.pem' }] });
    expect(mount).toMatchObject({ readOnly: true });
    expect(`${mount?.mountPath}/${volume?.secret?.items?.[0]?.path}`).toBe(KEY_FILE);
  });

  it('is labelled alike on the Job and its pod, for whom and as what', () => {
    const job = trainingJob(spec({ tenant: 'acme' }), template());
    expect(job.spec?.template.metadata?.labels).toEqual(job.metadata?.labels);
    expect(job.metadata?.labels).toMatchObject({
      ...{ 'app.kubernetes.io/name': 'vedette-trainer', 'app.kubernetes.io/managed-by': 'vedette' },
      ...{ 'vedette/tenant': 'acme', 'vedette/job': 'vedette-train-3f1c09ab77de4410-1' },
    });
  });
});

describe('the value of a label', () => {
  it('given any name, then it is one that Kubernetes takes', () => {
    const name = fc.oneof(fc.string({ maxLength: 100 }), fc.stringMatching(/^[a-z0-9._-]{1,80}$/));
    fc.assert(fc.property(name, (text) => /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(labelValue(text))));
  });

  it('is the name itself where it may be, and differs where names differ', () => {
    expect(labelValue('acme.eu-1')).toBe('acme.eu-1');
    const values = ['acme', 'acme-', 'acme--', 'acme.', '-acme', 'a'.repeat(64), 'a'.repeat(65), '', 'ä'].map(
      labelValue,
    );
    expect(new Set(values).size).toBe(values.length);
  });
});
