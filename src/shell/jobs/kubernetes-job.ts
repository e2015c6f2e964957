import type { V1Container, V1EnvVar, V1Job, V1PodSpec } from '@kubernetes/client-node';
import type { JobSpec } from '../../stages/launch/ports.ts';
import { jobArguments } from './job-arguments.ts';
import { labelValue } from './label-value.ts';

/** What the Jobs of all trainings have in common. */
export interface JobTemplate {
  readonly namespace: string;
  readonly image: string;
  readonly serviceAccount: string;
  /** The Secret whose entries trainers have as variables; empty: none. */
  readonly secret: string;
  /** Whether its entry trainer-key.pem is mounted as KEY_FILE. */
  readonly isSigning: boolean;
  /** As Kubernetes counts them: "2" or "500m"; "4Gi". */
  readonly cpu: string;
  readonly memory: string;
  readonly gpus: number;
  /** What trainers are told first, such as where the store is. */
  readonly arguments: readonly string[];
  /** What trainers see of the environment beside the Secret. */
  readonly environment: Readonly<Record<string, string>>;
}

const KEY_ENTRY = 'trainer-key.pem';
const KEY_FOLDER = '/var/run/vedette';
/** Where a trainer finds the key that it signs with. */
export const KEY_FILE = `${KEY_FOLDER}/${KEY_ENTRY}`;

/** So long a Job that has ended is kept for people to look at. */
const KEEP_SECONDS = 86_400;
/** The launcher stops a Job when its time is over; this is for when none runs. */
const GRACE_SECONDS = 60;
const STOP_SECONDS = 5;

/** The Job of batch/v1 that runs one attempt of a training. */
export function trainingJob(spec: JobSpec, template: JobTemplate): V1Job {
  const labels = labelsOf(spec);
  return {
    ...{ apiVersion: 'batch/v1', kind: 'Job' },
    metadata: { name: spec.name, namespace: template.namespace, labels },
    spec: {
      // another attempt is a Job of its own
      ...{ backoffLimit: 0, completions: 1, parallelism: 1 },
      activeDeadlineSeconds: Math.ceil(spec.timeoutMs / 1000) + GRACE_SECONDS,
      ttlSecondsAfterFinished: KEEP_SECONDS,
      template: { metadata: { labels }, spec: podOf(spec, template) },
    },
  };
}

const labelsOf = ({ name, tenant }: JobSpec): Record<string, string> => ({
  ...{ 'app.kubernetes.io/name': 'vedette-trainer', 'app.kubernetes.io/component': 'training' },
  ...{ 'app.kubernetes.io/part-of': 'vedette', 'app.kubernetes.io/managed-by': 'vedette' },
  ...{ 'vedette/job': name, 'vedette/tenant': labelValue(tenant) },
});

const podOf = (spec: JobSpec, template: JobTemplate): V1PodSpec => ({
  restartPolicy: 'Never',
  serviceAccountName: template.serviceAccount,
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  // Python as the first process of a container does not end for a polite signal
  terminationGracePeriodSeconds: STOP_SECONDS,
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [containerOf(spec, template)],
  volumes: [
    { name: 'tmp', emptyDir: {} },
    ...(template.isSigning
      ? [{ name: 'key', secret: { secretName: template.secret, items: [{ key: KEY_ENTRY, path: KEY_ENTRY }] } }]
      : []),
  ],
});

function containerOf(spec: JobSpec, template: JobTemplate): V1Container {
  const { cpu, memory, gpus } = template;
  return {
    name: 'trainer',
    image: template.image,
    args: [...template.arguments, ...jobArguments(spec)],
    env: variablesOf(template),
    ...(template.secret && { envFrom: [{ secretRef: { name: template.secret } }] }),
    resources: {
      requests: { cpu, memory },
      limits: { cpu, memory, ...(gpus > 0 && { 'nvidia.com/gpu': String(gpus) }) },
    },
    securityContext: {
      ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      ...(template.isSigning ? [{ name: 'key', mountPath: KEY_FOLDER, readOnly: true }] : []),
    ],
  };
}

const variablesOf = ({ environment }: JobTemplate): V1EnvVar[] => [
  { name: 'HOME', value: '/tmp' },
  // libraries count the cores of the node, not those of the limit
  { name: 'OMP_NUM_THREADS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
  ...Object.entries(environment).map(([name, value]) => ({ name, value })),
];
