import { Worker } from 'node:worker_threads';
import type { YaraFailure, YaraHit } from '../../stages/features/ports.ts';
import { type CompileFault, packed, RESOURCE_LIMITS, type Said, type YaraRuleText } from './messages.ts';

/** Texts on their way through the pool. */
interface Job {
  readonly texts: readonly string[];
  /** Places of those that are not scanned yet, in the order in which they are. */
  waiting: number[];
  readonly hits: (readonly YaraHit[])[];
  readonly deadlineMs: number;
  readonly resolve: (answer: JobAnswer) => void;
  readonly expiry: NodeJS.Timeout;
  tries: number;
}

export type JobAnswer =
  | { readonly ok: true; readonly hits: readonly (readonly YaraHit[])[] }
  | { readonly ok: false; readonly reason: YaraFailure };

interface Seat {
  worker: Worker | null;
  isReady: boolean;
  job: Job | null;
  /** Of the batch at hand: what a worker says of another one comes too late. */
  batch: number;
  timer: NodeJS.Timeout | undefined;
  /** Deaths since the last answer: a worker that cannot live is started ever more rarely. */
  deaths: number;
  scans: number;
  /** It works with rules that are no longer in force. */
  isStale: boolean;
}

/** Why a worker was replaced. */
export type RestartCause = Extract<YaraFailure, 'deadline_passed' | 'worker_died'> | 'recycled';

export interface WorkerPoolOptions {
  readonly rules: readonly YaraRuleText[];
  readonly workers: number;
  /** The code that a worker runs. */
  readonly script: URL;
  /** Scans after which a worker is replaced. */
  readonly recycleAfter: number;
  /** Told the text at which a worker died or hung. */
  readonly onKilled: (text: string) => void;
  readonly onRestart: (cause: RestartCause) => void;
}

export interface WorkerPool {
  /** What did not compile; null when no worker came up. */
  readonly faults: Promise<readonly CompileFault[] | null>;
  /** Scans texts on the next free worker; never throws. When it dies or hangs the rest is tried once more. */
  run(texts: readonly string[], deadlineMs: number): Promise<JobAnswer>;
  /** The rules from now on; a batch at hand ends with those before. */
  use(rules: readonly YaraRuleText[]): void;
  close(): Promise<void>;
}

const TRIES = 2;
const START_LIMIT_MS = 30_000;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Threads that scan. They are terminated at their deadline, as wasm can be, and replaced before the engine traps of
 * itself, which it does after many scans.
 */
export function workerPool(options: WorkerPoolOptions): WorkerPool {
  const { script, recycleAfter, onKilled, onRestart } = options;
  let { rules } = options;
  const queue: Job[] = [];
  const seats = Array.from({ length: options.workers }, vacant);
  const faults = Promise.withResolvers<readonly CompileFault[] | null>();
  let isOpen = true;
  let nextBatch = 0;

  function start(seat: Seat): void {
    if (!isOpen) return;
    const worker = new Worker(script, { workerData: rules, resourceLimits: RESOURCE_LIMITS });
    Object.assign(seat, { worker, isReady: false, scans: 0, isStale: false });
    seat.timer = setTimeout(() => lose(seat, worker, 'worker_died'), START_LIMIT_MS);
    worker.on('message', (said: Said) => hear(seat, worker, said));
    worker.on('error', () => lose(seat, worker, 'worker_died'));
    worker.on('exit', () => lose(seat, worker, 'worker_died'));
  }

  function hear(seat: Seat, worker: Worker, said: Said): void {
    if (seat.worker !== worker) return;
    if (said.kind === 'scanned') {
      scanned(seat, said.id, said.hits);
      return;
    }
    clearTimeout(seat.timer);
    seat.isReady = true;
    faults.resolve(said.faults);
    dispatch();
  }

  function scanned(seat: Seat, batch: number, hits: readonly YaraHit[]): void {
    const { job } = seat;
    if (job === null || batch !== seat.batch) return;
    seat.scans += 1;
    const place = job.waiting.shift();
    if (place !== undefined) job.hits[place] = hits;
    if (job.waiting.length > 0) return;
    clearTimeout(seat.timer);
    seat.job = null;
    seat.deaths = 0;
    settle(job, { ok: true, hits: job.hits });
    if (seat.scans >= recycleAfter || seat.isStale) replace(seat, 'recycled');
    dispatch();
  }

  function replace(seat: Seat, cause: RestartCause): void {
    const { worker } = seat;
    clearTimeout(seat.timer);
    Object.assign(seat, { worker: null, isReady: false, job: null });
    void worker?.terminate();
    if (!isOpen) return;
    onRestart(cause);
    if (seat.deaths <= 1) start(seat);
    else seat.timer = setTimeout(() => start(seat), Math.min(LONGEST_PAUSE_MS, 50 * 2 ** seat.deaths));
  }

  function lose(seat: Seat, worker: Worker, reason: 'deadline_passed' | 'worker_died'): void {
    if (seat.worker !== worker) return;
    const { job } = seat;
    seat.deaths += 1;
    if (seat.deaths > 1) faults.resolve(null);
    replace(seat, reason);
    if (job !== null && isOpen) retry(job, reason);
  }

  /** What killed the worker goes last, so that it takes the others with it no more. */
  function retry(job: Job, reason: YaraFailure): void {
    const [guilty = 0, ...rest] = job.waiting;
    onKilled(job.texts[guilty] ?? '');
    job.waiting = [...rest, guilty];
    if (job.tries >= TRIES) settle(job, { ok: false, reason });
    else queue.unshift(job);
    dispatch();
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
    seat.batch = nextBatch++;
    job.tries += 1;
    seat.timer = setTimeout(() => lose(seat, worker, 'deadline_passed'), job.deadlineMs);
    const batch = packed(
      seat.batch,
      job.waiting.map((place) => job.texts[place] ?? ''),
    );
    worker.postMessage(batch, [batch.bytes.buffer]);
  }

  for (const seat of seats) start(seat);
  return {
    faults: faults.promise,
    run(texts, deadlineMs) {
      if (!isOpen) return Promise.resolve(CLOSED);
      const { promise, resolve } = Promise.withResolvers<JobAnswer>();
      const expire = () => {
        const place = queue.indexOf(job);
        if (place >= 0) queue.splice(place, 1);
        resolve({ ok: false, reason: 'deadline_passed' });
      };
      const expiry = setTimeout(expire, TRIES * deadlineMs);
      const job: Job = { texts, waiting: [...texts.keys()], hits: [], deadlineMs, resolve, expiry, tries: 0 };
      queue.push(job);
      dispatch();
      return promise;
    },
    use(next) {
      rules = next;
      for (const seat of seats) {
        seat.isStale = true;
        if (seat.worker !== null && seat.job === null) replace(seat, 'recycled');
      }
    },
    async close() {
      isOpen = false;
      for (const job of [...queue.splice(0), ...seats.flatMap((seat) => seat.job ?? [])]) settle(job, CLOSED);
      faults.resolve(null);
      const workers = seats.map(({ worker }) => worker);
      for (const seat of seats) {
        clearTimeout(seat.timer);
        Object.assign(seat, { worker: null, isReady: false, job: null });
      }
      await Promise.all(workers.map((worker) => worker?.terminate()));
    },
  };
}

const CLOSED: JobAnswer = { ok: false, reason: 'closed' };

const vacant = (): Seat => ({
  ...{ worker: null, isReady: false, job: null, batch: -1, timer: undefined },
  ...{ deaths: 0, scans: 0, isStale: false },
});

function settle(job: Job, answer: JobAnswer): void {
  clearTimeout(job.expiry);
  job.resolve(answer);
}
