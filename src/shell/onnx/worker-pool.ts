import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ModelAnswer, ModelFailure, ModelRows } from '../../stages/inference/ports.ts';
import type { Opened } from '../models/runtime.ts';
import { type Doubts, doubts } from './doubts.ts';
import { type Job, jobQueue, settle, TRIES } from './job-queue.ts';
import { LEAVE, type Raw, type Runs, type Said, type WorkerModel, type WorkerStart } from './messages.ts';

export interface WorkerPoolOptions {
  readonly workers: number;
  readonly providers: WorkerStart['providers'];
  /** A worker that has not answered a batch for so long hangs. */
  readonly attemptMs: number;
  /** The code that a worker runs. */
  readonly script: URL;
}

export interface WorkerPool {
  /**
   * These models from now on, by new threads that take the seats once they are ready; those before score until then.
   * How each model runs, by key; empty when no thread came up, and those before go on. One call at a time.
   */
  use(models: readonly WorkerModel[]): Promise<ReadonlyMap<string, Opened>>;
  /**
   * Runs a batch on the next free worker; never throws. A worker that dies, hangs, or answers no numbers for a batch of
   * numbers is replaced, and its batch tried once more.
   */
  run(model: string, rows: ModelRows, deadlineMs: number): Promise<ModelAnswer>;
  close(): Promise<void>;
}

/** The models that threads are started with. */
interface Crew {
  readonly models: readonly WorkerModel[];
  /** Seats at which it is not known yet whether a thread comes up. */
  readonly awaited: Set<Seat>;
  readonly known: PromiseWithResolvers<ReadonlyMap<string, Opened>>;
  opened: ReadonlyMap<string, Opened>;
}

/** A place in the pool: a thread that scores, and the one that will take its seat. */
interface Seat {
  active: Thread | null;
  next: Thread | null;
  pause: NodeJS.Timeout | undefined;
  /** Deaths since the last answer: a worker that cannot live is started ever more rarely. */
  deaths: number;
}

interface Thread {
  readonly worker: Worker;
  readonly seat: Seat;
  readonly crew: Crew;
  timer: NodeJS.Timeout | undefined;
  /** What it was given and has not answered. */
  jobs: readonly Job[];
  /** Told to leave. */
  isGone: boolean;
  /** Because it failed: it may hang for ever. */
  isLost: boolean;
}

// TensorRT builds its engines at the start
const START_LIMIT_MS = 120_000;
const LONGEST_PAUSE_MS = 5_000;
const CLOSE_LIMIT_MS = 5_000;
/** Batches that go to a worker in one message: one for each model, as a rule. */
const MOST_TOGETHER = 8;
/** Threads that were given up and have not ended yet, at one time. */
const HANGING_LIMIT = 4;

/**
 * Threads that score, replaced when they fail. None is ever terminated: native code cannot be stopped, and when it
 * ends in a terminated thread the runtime aborts the whole process. One that hangs is given up and told to leave once
 * it is through.
 */
export function workerPool({ workers, providers, attemptMs, script }: WorkerPoolOptions): WorkerPool {
  const queue = jobQueue();
  const seats: Seat[] = Array.from({ length: workers }, () => ({
    active: null,
    next: null,
    pause: undefined,
    deaths: 0,
  }));
  const living = new Set<Thread>();
  const doubted: Doubts = doubts();
  let crew = crewOf([], []);
  /** The last one of which a thread came up. */
  let proven = crew;
  let isOpen = true;
  let isDispatchDue = false;
  // of several workers each takes one batch at a time, so that long and short ones even out
  const most = workers === 1 ? MOST_TOGETHER : 1;

  function start(seat: Seat): void {
    clearTimeout(seat.pause);
    if (!isOpen || crew.models.length === 0) return;
    if ([...living].filter((thread) => thread.isLost).length >= HANGING_LIMIT) {
      startLater(seat, LONGEST_PAUSE_MS);
      return;
    }
    const worker = new Worker(script, { workerData: { models: crew.models, providers } satisfies WorkerStart });
    const thread: Thread = { worker, seat, crew, timer: undefined, jobs: [], isGone: false, isLost: false };
    living.add(thread);
    seat.next = thread;
    thread.timer = setTimeout(() => lose(thread, 'worker_died'), START_LIMIT_MS);
    worker.on('message', (said: Said) => hear(thread, said));
    worker.on('error', () => lose(thread, 'worker_died'));
    worker.on('exit', () => {
      living.delete(thread);
      lose(thread, 'worker_died');
    });
  }

  function startLater(seat: Seat, ms: number): void {
    seat.pause = setTimeout(() => start(seat), ms);
  }

  function hear(thread: Thread, said: Said): void {
    if (thread.isGone) return;
    clearTimeout(thread.timer);
    if (said.kind === 'ready') takeSeat(thread, said.opened);
    else answered(thread, said.raws);
    dispatch();
  }

  function takeSeat(thread: Thread, opened: readonly Opened[]): void {
    const { seat } = thread;
    const before = seat.active;
    seat.active = thread;
    seat.next = null;
    if (before?.jobs.length === 0) give(before);
    if (thread.crew.opened.size === 0)
      thread.crew.opened = new Map(thread.crew.models.map(({ key }, i) => [key, opened[i] ?? NOT_TOLD]));
    decide(thread.crew, seat);
  }

  /** What became of a crew at a seat is known; at the last seat it is known what became of the crew. */
  function decide(one: Crew, seat: Seat): void {
    if (!one.awaited.delete(seat) || one.awaited.size > 0) return;
    if (one.opened.size > 0)
      proven = crewOf(
        one.models.filter(({ key }) => one.opened.get(key)?.ok),
        [],
      );
    if (crew === one) crew = proven;
    one.known.resolve(one.opened);
  }

  function answered(thread: Thread, raws: readonly Raw[]): void {
    const { jobs, seat } = thread;
    const doubtful = jobs.filter((job, i) => {
      const raw = raws[i] ?? null;
      if (raw !== null && doubted.isDoubtful(job, raw)) return true;
      settle(job, raw === null ? failed('run_failed') : { ok: true, raw });
      return false;
    });
    thread.jobs = doubtful;
    if (doubtful.length > 0) {
      lose(thread, 'run_failed');
      return;
    }
    if (seat.next === null) seat.deaths = 0;
    // its seat was taken while it ran
    if (seat.active !== thread) give(thread);
  }

  /** Lets a thread go. */
  function give(thread: Thread): void {
    thread.isGone = true;
    clearTimeout(thread.timer);
    thread.worker.postMessage(LEAVE);
  }

  function lose(thread: Thread, reason: ModelFailure): void {
    if (thread.isGone) return;
    give(thread);
    thread.isLost = true;
    if (!isOpen) return;
    for (const job of thread.jobs.toReversed()) retry(job, reason);
    refill(thread);
    dispatch();
  }

  function refill({ seat, ...thread }: Thread): void {
    const wasActive = seat.active?.isGone === true;
    const wasNext = seat.next?.isGone === true;
    if (!wasActive && !wasNext) return;
    if (wasActive) seat.active = null;
    if (wasNext) seat.next = null;
    seat.deaths += 1;
    if (wasNext && seat.deaths > 1) decide(thread.crew, seat);
    if (seat.next !== null || (seat.active !== null && seat.deaths > 1)) return;
    if (seat.deaths === 1) start(seat);
    else startLater(seat, Math.min(LONGEST_PAUSE_MS, 50 * 2 ** seat.deaths));
  }

  function retry(job: Job, reason: ModelFailure): void {
    if (job.tries >= TRIES) settle(job, failed(reason));
    else queue.putBack(job);
  }

  /** What is asked within one turn goes together. */
  function dispatchSoon(): void {
    if (isDispatchDue) return;
    isDispatchDue = true;
    setImmediate(() => {
      isDispatchDue = false;
      dispatch();
    });
  }

  function dispatch(): void {
    for (const { active } of seats) {
      if (active === null || active.jobs.length > 0) continue;
      const jobs = queue.take(most, (model) => active.crew.models.some(({ key }) => key === model));
      if (jobs.length > 0) send(active, jobs);
    }
  }

  function send(thread: Thread, jobs: readonly Job[]): void {
    thread.jobs = jobs;
    if (jobs.length === 1) for (const job of jobs) job.tries += 1;
    thread.timer = setTimeout(() => lose(thread, 'deadline_passed'), attemptMs);
    // A transferred batch is gone with its worker: a copy goes, so that another try has something to send
    const runs: Runs = jobs.map(({ model, rows }) => ({ model, rows: rows.map((array) => array.slice()) }));
    const buffers = runs.flatMap(({ rows }) => rows.map((array) => array.buffer));
    thread.worker.postMessage(runs, buffers);
  }

  return {
    use(models) {
      if (!isOpen) return Promise.resolve(NONE);
      crew = crewOf(models, models.length === 0 ? [] : seats);
      for (const seat of seats) {
        if (seat.next !== null) give(seat.next);
        Object.assign(seat, { next: null, deaths: 0 });
        start(seat);
      }
      return crew.awaited.size === 0 ? Promise.resolve(NONE) : crew.known.promise;
    },
    run(model, rows, deadlineMs) {
      if (!isOpen) return Promise.resolve(failed('closed'));
      const answer = queue.put(model, rows, deadlineMs);
      dispatchSoon();
      return answer;
    },
    async close() {
      isOpen = false;
      for (const seat of seats) clearTimeout(seat.pause);
      for (const { jobs, timer } of living) {
        clearTimeout(timer);
        for (const job of jobs) settle(job, failed('closed'));
      }
      queue.settleAll(failed('closed'));
      crew.known.resolve(NONE);
      await Promise.race([Promise.all([...living].map(leave)), delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
      for (const { worker } of living) worker.unref();
    },
  };
}

const NONE: ReadonlyMap<string, Opened> = new Map();
const NOT_TOLD: Opened = { ok: false, reason: 'the worker does not say how it runs' };

const crewOf = (models: readonly WorkerModel[], awaited: readonly Seat[]): Crew => ({
  models,
  awaited: new Set(awaited),
  known: Promise.withResolvers(),
  opened: NONE,
});

function leave({ worker }: Thread): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  worker.once('exit', resolve);
  worker.postMessage(LEAVE);
  return promise;
}

const failed = (reason: ModelFailure): ModelAnswer => ({ ok: false, reason });
