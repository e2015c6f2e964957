import type { BatchV1Api, ObservableMiddleware, V1Job } from '@kubernetes/client-node';
import { RetriableError } from '../../stage.ts';
import { faultOf, isMissing } from './kubernetes-faults.ts';

/** What a runner asks of the cluster. Each throws RetriableError while the cluster is broken. */
export interface JobsApi {
  /** Null where there is none. */
  read(name: string): Promise<V1Job | null>;
  /** Makes it, or changes nothing where it is so already; a trial makes nothing at all. Throws JobRefused. */
  apply(job: V1Job, how?: 'trial'): Promise<void>;
  /** Takes it away with its pods. */
  remove(name: string): Promise<void>;
}

const MANAGER = 'vedette';
const ANSWER_WITHIN_MS = 10_000;

/** The Jobs of a namespace, in the cluster of KUBECONFIG, else in that which this process runs in. */
export async function openJobs(namespace: string): Promise<JobsApi> {
  // slow to load, and most processes start no trainings
  const { BatchV1Api, KubeConfig, Observable, PatchStrategy, setHeaderOptions } = await import(
    '@kubernetes/client-node'
  );
  const middleware: ObservableMiddleware[] = [
    {
      pre(request) {
        request.setSignal(AbortSignal.timeout(ANSWER_WITHIN_MS));
        return new Observable(Promise.resolve(request));
      },
      post: (response) => new Observable(Promise.resolve(response)),
    },
  ];
  const limited = { middleware, middlewareMergeStrategy: 'append' as const };
  const api = clientOf(new KubeConfig(), BatchV1Api);
  return {
    read: (name) =>
      api.readNamespacedJob({ name, namespace }, limited).catch((cause) => {
        if (isMissing(cause)) return null;
        throw faultOf(cause, { verb: 'get', namespace });
      }),
    async apply(body, how) {
      const name = body.metadata?.name ?? '';
      const asked = { name, namespace, body, fieldManager: MANAGER, fieldValidation: 'Strict', force: true };
      const options = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply, limited);
      await api.patchNamespacedJob({ ...asked, ...(how && { dryRun: 'All' }) }, options).catch((cause) => {
        throw faultOf(cause, { verb: 'patch', namespace });
      });
    },
    async remove(name) {
      await api.deleteNamespacedJob({ name, namespace, propagationPolicy: 'Background' }, limited).catch((cause) => {
        if (!isMissing(cause)) throw faultOf(cause, { verb: 'delete', namespace });
      });
    },
  };
}

/** The words of a file that cannot be read may quote it, logins and all, so they are not told. */
function clientOf(config: import('@kubernetes/client-node').KubeConfig, Api: typeof BatchV1Api): BatchV1Api {
  if (!process.env.KUBECONFIG && !process.env.KUBERNETES_SERVICE_HOST)
    throw new RetriableError('no cluster is known: run the launcher in one, or set KUBECONFIG');
  try {
    if (process.env.KUBECONFIG) config.loadFromDefault();
    else config.loadFromCluster();
    return config.makeApiClient(Api);
  } catch {
    throw new RetriableError('the file that KUBECONFIG names cannot be read as one');
  }
}
