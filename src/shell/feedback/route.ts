import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, Logger, Metrics } from '../../ports.ts';
import { within } from '../within.ts';
import { type ApiKey, keyHolder } from './api-keys.ts';
import type { FeedbackGate } from './gate.ts';
import { pace } from './pace.ts';
import type { PieceLimits } from './piece.ts';
import { PROBLEM_TYPE, type Problem, type ProblemCode, problem, problemDocument } from './problem.ts';
import { bodyReader } from './read-body.ts';

/** What feedback over HTTP is taken with. */
export interface FeedbackApi {
  readonly keys: readonly ApiKey[];
  /** Requests a second that a key may make on average. */
  readonly perSecond: number;
  readonly limits: PieceLimits;
  readonly gate: Pick<FeedbackGate, 'submit'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** How long Kafka may take. Default: 5 s. */
  readonly ackWithinMs?: number;
}

export const FEEDBACK_PATH = '/v1/feedback';
const MOST_BYTES = 2 * 1024 * 1024;
const AT_ONCE = 32;
const ACK_WITHIN_MS = 5_000;
const RETRY_AFTER_S: Partial<Readonly<Record<ProblemCode, number>>> = { too_often: 1, unavailable: 5 };
const JSON_IN_UTF8 = /^application\/json *(?:; *charset="?utf-8"? *)?$/i;

/** POST /v1/feedback: 202 with the ids once Kafka has stored all of it, else a problem document. */
export const feedbackRoute =
  (api: FeedbackApi): FastifyPluginAsync =>
  async (scope) => {
    const admit = doorkeeper(api);
    const holders = new WeakMap<FastifyRequest, ApiKey>();
    const read = bodyReader(api.limits);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_, body, done) =>
      done(null, body),
    );
    scope.addHook('onRequest', async (request, reply) => {
      const admitted = admit(request, reply);
      if ('problem' in admitted) return refuse(reply, admitted);
      holders.set(request, admitted);
    });
    scope.addHook('onResponse', async (_, { statusCode }) =>
      api.metrics.count('vedette_feedback_answers_total', { status: String(statusCode) }),
    );
    scope.setErrorHandler((error, _, reply) => refuse(reply, problem(codeOf(error))));
    scope.all(FEEDBACK_PATH, { bodyLimit: MOST_BYTES }, async (request, reply) => {
      const who = holders.get(request) as ApiKey;
      const feedback = read((request.body as Buffer | undefined) ?? Buffer.alloc(0), who);
      if ('problem' in feedback) return refuse(reply, feedback);
      if (!(await isStored(api, () => api.gate.submit(feedback)))) return refuse(reply, problem('unavailable'));
      return reply.code(202).send({ ids: feedback.map(({ id }) => id) });
    });
  };

/** Says who asks, or why he is turned away before his body is read. */
function doorkeeper({ keys, perSecond, clock }: FeedbackApi) {
  const holderOf = keyHolder(keys);
  const mayAsk = pace<ApiKey>(perSecond, clock);
  let inside = 0;
  return ({ headers, method }: FastifyRequest, reply: FastifyReply): ApiKey | Problem => {
    const holder = holderOf(headers.authorization);
    if (holder === null) return problem('key_unknown');
    if (method !== 'POST') return problem('method');
    if (!mayAsk(holder)) return problem('too_often');
    if (headers['content-encoding'] !== undefined || !JSON_IN_UTF8.test(headers['content-type'] ?? ''))
      return problem('media_type');
    if (inside >= AT_ONCE) return problem('unavailable', { detail: 'too much is being read' });
    inside += 1;
    reply.raw.once('close', () => {
      inside -= 1;
    });
    return holder;
  };
}

/** Whether Kafka has it for sure. That it may have it is no harm: the same id again is the same feedback. */
async function isStored(
  { clock, logger, ackWithinMs = ACK_WITHIN_MS }: FeedbackApi,
  submit: () => Promise<void>,
): Promise<boolean> {
  try {
    if (await within(ackWithinMs, submit(), clock)) return true;
    logger.warn({ withinMs: ackWithinMs }, 'feedback was not acknowledged in time');
  } catch (cause) {
    logger.warn({ cause: (cause as Error).message }, 'feedback could not be submitted');
  }
  return false;
}

function refuse(reply: FastifyReply, told: Problem): FastifyReply {
  const { problem: code } = told;
  const wait = RETRY_AFTER_S[code];
  if (wait !== undefined) reply.header('retry-after', String(wait));
  if (code === 'key_unknown') reply.header('www-authenticate', 'Bearer');
  if (code === 'method') reply.header('allow', 'POST');
  // what is left of the body is not read
  if (code !== 'malformed') reply.header('connection', 'close');
  const document = problemDocument(told);
  return reply.code(document.status).type(PROBLEM_TYPE).send(JSON.stringify(document));
}

function codeOf(error: unknown): ProblemCode {
  const { statusCode = 500 } = error as { readonly statusCode?: number };
  if (statusCode === 413) return 'too_large';
  if (statusCode === 415) return 'media_type';
  if (statusCode === 408) return 'too_slow';
  return statusCode >= 400 && statusCode < 500 ? 'malformed' : 'unexpected';
}
