import { RetriableError } from '../../stage.ts';

/** What was asked of the cluster. */
export interface Asked {
  readonly verb: 'get' | 'patch' | 'delete';
  readonly namespace: string;
}

/** The cluster refuses what a Job asks for: the same Job is refused again. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused';
}

const MOST_TOLD = 300;

/** What a refusal or a silence of the API server means: RetriableError, or JobRefused for a Job that cannot be. */
export function faultOf(cause: unknown, asked: Asked): Error {
  const answer = answerOf(cause);
  if (answer === null) return new RetriableError(`the cluster does not answer: ${silenceOf(cause)}`);
  const { code, told } = answer;
  if (code === 401)
    return new RetriableError(
      'the cluster does not know who asks: look at the service account of the launcher, or at KUBECONFIG',
    );
  if (code === 403 && told.includes('exceeded quota')) return new RetriableError(`quota: ${told}`);
  const [, verb] = /cannot (\w+) resource/.exec(told) ?? [];
  if (code === 403 && verb !== undefined) return new RetriableError(missingRight(verb, asked));
  if (code === 403 || code === 400 || code === 422) return new JobRefused(told);
  if (isMissing(cause))
    return new RetriableError(`the namespace ${asked.namespace} is not there: look at VEDETTE_JOB_NAMESPACE`);
  return new RetriableError(`the cluster answers ${code} to ${asked.verb}: ${told}`);
}

const missingRight = (verb: string, { namespace }: Asked) =>
  `the launcher may not ${verb} jobs (batch) in the namespace ${namespace}: give it the Role of deploy/kubernetes/launch-rbac.yaml`;

/** Whether the API server has said that there is no such thing; a proxy in between may not know the server at all. */
export const isMissing = (cause: unknown): boolean => {
  const answer = answerOf(cause);
  return answer?.code === 404 && answer.reason === 'NotFound';
};

interface Answer {
  readonly code: number;
  /** Empty where it is not the API server that answers. */
  readonly reason: string;
  readonly told: string;
}

/** Null where no answer came. */
function answerOf(cause: unknown): Answer | null {
  const { code, body } = cause as { readonly code?: unknown; readonly body?: unknown };
  // a DOMException, such as that of a time limit, has a small number
  if (typeof code !== 'number' || code < 100) return null;
  const { reason, message } = statusOf(body);
  return { code, reason: textOf(reason), told: textOf(message).slice(0, MOST_TOLD) };
}

interface Status {
  readonly reason?: unknown;
  readonly message?: unknown;
}

function statusOf(body: unknown): Status {
  try {
    return JSON.parse(String(body)) ?? {};
  } catch {
    return {};
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The code where there is one, such as ECONNREFUSED; it may be that of what lies deeper. */
function silenceOf(cause: unknown): string {
  const { message, code, cause: deeper } = cause as Error & { code?: unknown };
  if (typeof deeper === 'object' && deeper !== null) return silenceOf(deeper);
  return textOf(code) || textOf(message).slice(0, MOST_TOLD);
}
