import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { V1Job } from '@kubernetes/client-node';

/** A Status as the API server writes it. */
export interface Refusal {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
}

export interface FakeCluster {
  readonly url: string;
  /** Jobs that are there, by name. */
  readonly jobs: ReadonlyMap<string, V1Job>;
  /** Method, path and query of what was asked, in turn. */
  readonly asked: readonly string[];
  /** How many Jobs were made under that name. */
  made(name: string): number;
  /** Ends a Job, as the Job controller does. */
  end(name: string, how?: 'Complete' | 'Failed'): void;
  /** Takes a Job away, as the TTL controller does. */
  forget(name: string): void;
  /** Whatever this answers is answered instead; null: the request is served. */
  refuse: (method: string, job: V1Job | null) => Refusal | string | null;
  close(): Promise<void>;
}

interface Request {
  readonly method: string;
  readonly namespace: string;
  readonly name: string;
  readonly query: URLSearchParams;
  readonly type: string;
  readonly body: V1Job | null;
}

/**
 * A fake: the few calls of the API of Kubernetes that the runner makes, as a kube-apiserver 1.36 answers them.
 * Nothing runs in it. kubernetes-real.int.test.ts asks a real one.
 */
export async function fakeCluster(namespace: string): Promise<FakeCluster> {
  const jobs = new Map<string, V1Job>();
  const made: string[] = [];
  const asked: string[] = [];
  const serve = (request: Request): V1Job | Refusal => {
    const { method, name, body } = request;
    const found = jobs.get(name);
    if (method === 'PATCH' && body !== null) {
      const next = applied(found, request, namespace);
      if ('code' in next || request.query.has('dryRun')) return next;
      if (found === undefined) made.push(name);
      jobs.set(name, next);
      return next;
    }
    if (found === undefined) return missing('jobs.batch', name);
    if (method === 'DELETE') jobs.delete(name);
    return found;
  };
  const server = createServer(async (incoming, outgoing) => {
    const request = await read(incoming);
    asked.push(`${request.method} ${incoming.url}`);
    const answer = cluster.refuse(request.method, request.body) ?? serve(request);
    const isRefusal = typeof answer === 'object' && 'code' in answer;
    outgoing.statusCode = typeof answer === 'string' ? 404 : isRefusal ? answer.code : 200;
    outgoing.setHeader('content-type', typeof answer === 'string' ? 'text/html' : 'application/json');
    const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' };
    outgoing.end(typeof answer === 'string' ? answer : JSON.stringify(isRefusal ? { ...status, ...answer } : answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cluster: FakeCluster = {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, jobs, asked, refuse: () => null },
    made: (name) => made.filter((one) => one === name).length,
    end(name, type = 'Complete') {
      const job = jobs.get(name);
      if (job) jobs.set(name, { ...job, status: { conditions: [{ type, status: 'True' }] } });
    },
    forget: (name) => void jobs.delete(name),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return cluster;
}

/** Server-side apply: makes what is not there, and refuses another pod template for what is. */
function applied(found: V1Job | undefined, { name, namespace, query, type, body }: Request, own: string) {
  if (type !== 'application/apply-patch+yaml' || !query.get('fieldManager'))
    return { code: 415, reason: 'UnsupportedMediaType', message: `${type} with manager ${query.get('fieldManager')}` };
  if (namespace !== own) return missing('namespaces', namespace);
  if (body?.metadata?.name !== name) return { code: 400, reason: 'BadRequest', message: 'metadata.name should match' };
  if (found !== undefined && !isDeepStrictEqual(found.spec?.template, body.spec?.template))
    return invalid(name, 'spec.template: Invalid value: {}: field is immutable');
  return found ?? { ...body, status: {} };
}

const missing = (kind: string, name: string): Refusal => ({
  ...{ code: 404, reason: 'NotFound', message: `${kind} "${name}" not found` },
});

export const invalid = (name: string, why: string): Refusal => ({
  ...{ code: 422, reason: 'Invalid', message: `Job.batch "${name}" is invalid: ${why}` },
});

async function read(incoming: IncomingMessage): Promise<Request> {
  const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://cluster');
  const [, namespace = '', name = ''] = /^\/apis\/batch\/v1\/namespaces\/([^/]+)\/jobs\/([^/]+)$/.exec(pathname) ?? [];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const { method = '' } = incoming;
  const type = incoming.headers['content-type'] ?? '';
  return { method, namespace, name, query: searchParams, type, body: text === '' ? null : JSON.parse(text) };
}
