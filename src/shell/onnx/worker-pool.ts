import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ModelFailure, ModelRows } from '../../stages/inference/ports.ts';
import { LEAVE, type Run, type Said, type WorkerModel } from './messages.ts';

/** A batch for one model, on its way through the pool. */
interface Job {
  readonly model: number;
  readonly rows: ModelRows;
  readonly deadlineMs: number;
  readonly settle: (answer: JobAnswer) => void;
  readonly expiry: NodeJS.Timeout;
  tries: number;
}

export type JobAnswer =
  | { readonly ok: true; readonly raw: Float32Array }
  | { readonly ok: false; readonly reason: ModelFailure };

interface Seat {
  worker: Worker | null;
  isReady: boolean;
  job: Job | null;
  attempt: NodeJS.Timeout | undefined;
  /** Deaths since the last answer: a worker that cannot live is started ever more rarely. */
  deaths: number;
}

export interface WorkerPoolOptions {
  readonly models: readonly WorkerModel[];
  readonly workers: number;
  /** The code that a worker runs. */
  readonly script: URL;
}

export interface WorkerPool {
  /** Why each model did not open, '' for those that did; null when no worker came up. */
  readonly faults: Promise<readonly string[] | null>;
  /** Runs a batch on the next free worker; never throws. A batch whose worker dies or hangs is tried once more. */
  run(model: number, rows: ModelRows, deadlineMs: number): Promise<JobAnswer>;
  close(): Promise<void>;
}

const TRIES = 2;
const START_LIMIT_MS = 30_000;
const LONGEST_PAUSE_MS = 5_000;
const CLOSE_LIMIT_MS = 5_000;
/** Threads beyond the pool's size that may hang at one time. */
const HANGING_LIMIT = 4;

/**
 * Threads that score, replaced when they die or hang. None is ever terminated: native code cannot be stopped, and
 * when it ends in a terminated thread the runtime aborts the whole process. One that hangs is given up and told to
 * leave once it is through.
 */
export function workerPool({ models, workers, script }: WorkerPoolOptions): WorkerPool {
  const queue: Job[] = [];
  const seats: Seat[] = Array.from({ length: workers }, () => vacant());
  const living = new Set<Worker>();
  const faults = Promise.withResolvers<readonly string[] | null>();
  let isOpen = true;
  let nextId = 0;

  function start(seat: Seat): void {
    if (!isOpen) return;
    if (living.size >= workers + HANGING_LIMIT) {
      seat.attempt = setTimeout(() => start(seat), LONGEST_PAUSE_MS);
      return;
    }
    const worker = new Worker(script, { workerData: models });
    living.add(worker);
    seat.worker = worker;
    seat.isReady = false;
    seat.attempt = setTimeout(() => lose(seat, worker, 'worker_died'), START_LIMIT_MS);
    worker.on('message', (said: Said) => hear(seat, worker, said));
    worker.on('error', () => lose(seat, worker, 'worker_died'));
    worker.on('exit', () => {
      living.delete(worker);
      lose(seat, worker, 'worker_died');
    });
  }

  function hear(seat: Seat, worker: Worker, said: Said): void {
    if (seat.worker !== worker) return;
    clearTimeout(seat.attempt);
    if (said.kind === 'ready') {
      seat.isReady = true;
      faults.resolve(said.faults);
    } else {
      const { job } = seat;
      seat.job = null;
      seat.deaths = 0;
      if (job !== null) settle(job, said.kind === 'ran' ? { ok: true, raw: said.raw } : failed('run_failed'));
    }
    dispatch();
  }

  function lose(seat: Seat, worker: Worker, reason: ModelFailure): void {
    if (seat.worker !== worker) return;
    const { job } = seat;
    clearTimeout(seat.attempt);
    seat.worker = null;
    seat.isReady = false;
    seat.job = null;
    seat.deaths += 1;
    worker.postMessage(LEAVE);
    if (!isOpen) return;
    if (seat.deaths > 1) faults.resolve(null);
    if (job !== null) retry(job, reason);
    if (seat.deaths === 1) start(seat);
    else seat.attempt = setTimeout(() => start(seat), Math.min(LONGEST_PAUSE_MS, 50 * 2 ** seat.deaths));
  }

  function retry(job: Job, reason: ModelFailure): void {
    if (job.tries >= TRIES) settle(job, failed(reason));
    else queue.unshift(job);
  }

  function dispatch(): void {
    for (const seat of seats) {
      if (!seat.isReady || seat.job !== null) continue;
      const job = queue.shift();
      if (job === undefined) return;
      send(seat, job);
    }
  }

  function send(seat: Seat, job: Job): void {
    const { worker } = seat;
    if (worker === null) return;
    seat.job = job;
    job.tries += 1;
    seat.attempt = setTimeout(() => lose(seat, worker, 'deadline_passed'), job.deadlineMs);
    // A transferred batch is gone with its worker: the first try sends a copy, so that the second has something to send
    const rows = job.tries < TRIES ? job.rows.map((array) => array.slice()) : job.rows;
    worker.postMessage(
      { id: nextId++, model: job.model, rows } satisfies Run,
      rows.map((array) => array.buffer),
    );
  }

  for (const seat of seats) start(seat);
  return {
    faults: faults.promise,
    run(model, rows, deadlineMs) {
      if (!isOpen) return Promise.resolve(failed('closed'));
      const { promise, resolve } = Promise.withResolvers<JobAnswer>();
      const expire = () => {
        const place = queue.indexOf(job);
        if (place >= 0) queue.splice(place, 1);
        resolve(failed('deadline_passed'));
      };
      const expiry = setTimeout(expire, TRIES * deadlineMs);
      const job: Job = { model, rows, deadlineMs, settle: resolve, expiry, tries: 0 };
      queue.push(job);
      dispatch();
      return promise;
    },
    async close() {
      isOpen = false;
      for (const seat of seats) clearTimeout(seat.attempt);
      const held = seats.flatMap((seat) => seat.job ?? []);
      for (const job of [...queue.splice(0), ...held]) settle(job, failed('closed'));
      faults.resolve(null);
      await Promise.race([Promise.all([...living].map(leave)), delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
      for (const worker of living) worker.unref();
    },
  };
}

function leave(worker: Worker): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  worker.once('exit', resolve);
  worker.postMessage(LEAVE);
  return promise;
}

const vacant = (): Seat => ({ worker: null, isReady: false, job: null, attempt: undefined, deaths: 0 });

const failed = (reason: ModelFailure): JobAnswer => ({ ok: false, reason });

function settle(job: Job, answer: JobAnswer): void {
  clearTimeout(job.expiry);
  job.settle(answer);
}
