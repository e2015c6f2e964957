import type { FastifyPluginAsync } from 'fastify';
import { RetriableError } from '../stage.ts';
import { type ApiKey, keyHolder } from './feedback/api-keys.ts';
import { PROBLEM_TYPE, type ProblemCode, problem, problemDocument } from './feedback/problem.ts';

/** What trainings are told of over HTTP with. */
export interface TrainingApi {
  readonly keys: readonly ApiKey[];
  /** Buffers, trainings and effect of one tenant. */
  readonly standing: (tenant: string) => Promise<object>;
}

export const TRAINING_PATH = '/v1/training';
/** The log is read for an answer: it stands for a while, and nobody else's is read beside it. */
const STANDS_MS = 10_000;
const MOST_KEPT = 100;

/** GET /v1/training: how the tenant of the key learns; the same as `vedette training status --json`. */
export const trainingRoute =
  ({ keys, standing }: TrainingApi): FastifyPluginAsync =>
  async (scope) => {
    const holderOf = keyHolder(keys);
    const answers = new Map<string, { readonly until: number; readonly answer: Promise<object> }>();
    let last: Promise<unknown> = Promise.resolve();

    function answerFor(tenant: string): Promise<object> {
      const kept = answers.get(tenant);
      if (kept && performance.now() < kept.until) return kept.answer;
      const answer = last.then(() => standing(tenant));
      last = answer.catch(() => answers.delete(tenant));
      if (answers.size >= MOST_KEPT) answers.clear();
      answers.set(tenant, { until: performance.now() + STANDS_MS, answer });
      return answer;
    }

    scope.get(TRAINING_PATH, async (request, reply) => {
      const refuse = (code: ProblemCode) => {
        const document = problemDocument(problem(code));
        return reply.code(document.status).type(PROBLEM_TYPE).send(document);
      };
      const holder = holderOf(request.headers.authorization);
      if (holder === null) return refuse('key_unknown');
      try {
        return await answerFor(holder.tenant);
      } catch (cause) {
        return refuse(cause instanceof RetriableError ? 'unavailable' : 'unexpected');
      }
    });
  };
