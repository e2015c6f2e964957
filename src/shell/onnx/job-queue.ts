import type { ModelAnswer, ModelRows } from '../../stages/inference/ports.ts';

/** How often a batch is given to a worker, at most. */
export const TRIES = 2;

/** A batch for one model, on its way through the pool. */
export interface Job {
  readonly model: string;
  readonly rows: ModelRows;
  readonly settle: (answer: ModelAnswer) => void;
  readonly expiry: NodeJS.Timeout;
  tries: number;
}

/** Answers the batch; what is said of it later is not heard. */
export function settle(job: Job, answer: ModelAnswer): void {
  clearTimeout(job.expiry);
  job.settle(answer);
}

export interface JobQueue {
  /** Answers when the batch is settled: at its deadline at the latest. */
  put(model: string, rows: ModelRows, deadlineMs: number): Promise<ModelAnswer>;
  /** Before all others; not one whose deadline has passed. */
  putFirst(job: Job): void;
  /** The first batch for a model that fits. */
  take(fits: (model: string) => boolean): Job | null;
  settleAll(answer: ModelAnswer): void;
}

/** Batches that wait for a worker. */
export function jobQueue(): JobQueue {
  const waiting: Job[] = [];
  const late = new WeakSet<Job>();
  return {
    put(model, rows, deadlineMs) {
      const { promise, resolve } = Promise.withResolvers<ModelAnswer>();
      const expiry = setTimeout(() => {
        late.add(job);
        const place = waiting.indexOf(job);
        if (place >= 0) waiting.splice(place, 1);
        resolve({ ok: false, reason: 'deadline_passed' });
      }, deadlineMs);
      const job: Job = { model, rows, settle: resolve, expiry, tries: 0 };
      waiting.push(job);
      return promise;
    },
    putFirst(job) {
      if (!late.has(job)) waiting.unshift(job);
    },
    take(fits) {
      const place = waiting.findIndex(({ model }) => fits(model));
      return place < 0 ? null : (waiting.splice(place, 1)[0] ?? null);
    },
    settleAll(answer) {
      for (const job of waiting.splice(0)) settle(job, answer);
    },
  };
}
