import type { ModelAnswer, ModelRows } from '../../stages/inference/ports.ts';

/** How often a batch is given to a worker by itself, at most. */
export const TRIES = 2;

/** A batch for one model, on its way through the pool. */
export interface Job {
  readonly model: string;
  readonly rows: ModelRows;
  readonly settle: (answer: ModelAnswer) => void;
  readonly expiry: NodeJS.Timeout;
  tries: number;
  /** A worker failed while it had this batch and others: it goes by itself, to know whose fault it was. */
  isSuspect: boolean;
}

/** Answers the batch; what is said of it later is not heard. */
export function settle(job: Job, answer: ModelAnswer): void {
  clearTimeout(job.expiry);
  job.settle(answer);
}

export interface JobQueue {
  /** Answers when the batch is settled: at its deadline at the latest. */
  put(model: string, rows: ModelRows, deadlineMs: number): Promise<ModelAnswer>;
  /** Before all others, and by itself; not one whose deadline has passed. */
  putBack(job: Job): void;
  /** The first batches for models that fit, at most so many; a suspect alone. */
  take(most: number, fits: (model: string) => boolean): readonly Job[];
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
      const job: Job = { model, rows, settle: resolve, expiry, tries: 0, isSuspect: false };
      waiting.push(job);
      return promise;
    },
    putBack(job) {
      if (late.has(job)) return;
      job.isSuspect = true;
      waiting.unshift(job);
    },
    take(most, fits) {
      const fitting = waiting.filter(({ model }) => fits(model));
      const taken = fitting[0]?.isSuspect
        ? fitting.slice(0, 1)
        : fitting.filter((job) => !job.isSuspect).slice(0, most);
      for (const job of taken) waiting.splice(waiting.indexOf(job), 1);
      return taken;
    },
    settleAll(answer) {
      for (const job of waiting.splice(0)) settle(job, answer);
    },
  };
}
