import type { ModelInput } from '../../models/manifest.ts';
import { type RowArray, sliceRows } from '../../models/rows.ts';
import type { ModelAnswer, ModelRows } from '../../stages/inference/ports.ts';
import { RUN_ROWS } from './runtime.ts';

/** One caller's rows, and the place where their scores gather. */
interface Call {
  readonly rows: ModelRows;
  readonly raw: Float32Array;
  readonly deadlineMs: number;
  readonly settle: (answer: ModelAnswer) => void;
  missing: number;
}

/** ModelRows [from, to) of a call. */
interface Share {
  readonly call: Call;
  readonly from: number;
  readonly to: number;
}

export interface BatcherOptions {
  readonly inputs: readonly ModelInput[];
  /** How long the first rows wait for company; 0: until the end of the turn. */
  readonly lingerMs: number;
  readonly run: (rows: ModelRows, deadlineMs: number) => Promise<ModelAnswer>;
  /** Called before rows go. */
  readonly flushed: () => void;
}

/** Rows on their way to one model. */
export interface Batcher {
  score(rows: ModelRows, count: number, deadlineMs: number): Promise<ModelAnswer>;
  /** Lets go what waits. */
  flush(): void;
}

/** ModelRows that go to a worker in one message: some runs, so that the message costs little, and few, so that others get their turn. */
const BATCH_ROWS = 8 * RUN_ROWS;

/** Joins the rows of small calls, of whatever partition, into batches for one model; cuts large calls in order. */
export function batcher({ inputs, lingerMs, run, flushed }: BatcherOptions): Batcher {
  let waiting: Call[] = [];
  let waitingRows = 0;
  let cancel: (() => void) | null = null;

  function flush(): void {
    if (waiting.length === 0) return;
    cancel?.();
    cancel = null;
    const batches = cut(waiting);
    waiting = [];
    waitingRows = 0;
    flushed();
    for (const shares of batches) void send(shares);
  }

  async function send(shares: readonly Share[]): Promise<void> {
    const deadlineMs = Math.min(...shares.map((share) => share.call.deadlineMs));
    const answer = await run(joined(shares, inputs), deadlineMs);
    let start = 0;
    for (const share of shares) start = deliver(share, answer, start);
  }

  return {
    flush,
    score(rows, count, deadlineMs) {
      const { promise, resolve } = Promise.withResolvers<ModelAnswer>();
      waiting.push({ rows, raw: new Float32Array(count), deadlineMs, settle: resolve, missing: count });
      waitingRows += count;
      if (waitingRows >= RUN_ROWS) flush();
      else cancel ??= after(lingerMs, flush);
      return promise;
    },
  };
}

function after(ms: number, then: () => void): () => void {
  if (ms === 0) {
    const turn = setImmediate(then);
    return () => clearImmediate(turn);
  }
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}

/** The calls' rows in order, in batches of at most BATCH_ROWS. */
function cut(calls: readonly Call[]): readonly (readonly Share[])[] {
  const batches: Share[][] = [];
  let room = 0;
  for (const call of calls) {
    const count = call.raw.length;
    for (let from = 0; from < count; ) {
      if (room === 0) {
        batches.push([]);
        room = BATCH_ROWS;
      }
      const to = Math.min(count, from + room);
      batches.at(-1)?.push({ call, from, to });
      room -= to - from;
      from = to;
    }
  }
  return batches;
}

function joined(shares: readonly Share[], inputs: readonly ModelInput[]): ModelRows {
  const [first] = shares;
  // rows are given away, so that a call that fills a batch by itself needs no copy
  if (first !== undefined && first.to - first.from === first.call.raw.length && shares.length === 1)
    return first.call.rows;
  const parts = shares.map(({ call, from, to }) => sliceRows(inputs, call.rows, from, to));
  return inputs.map((_, i) => concatenated(parts.flatMap((arrays) => arrays[i] ?? [])));
}

function concatenated(parts: readonly RowArray[]): RowArray {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const rows = parts[0] instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
  let end = 0;
  for (const part of parts) {
    rows.set(part, end);
    end += part.length;
  }
  return rows;
}

/** Hands a share its part of the answer; answers where the next one's begins. */
function deliver({ call, from, to }: Share, answer: ModelAnswer, start: number): number {
  const end = start + to - from;
  if (!answer.ok) {
    call.settle(answer);
    return end;
  }
  call.raw.set(answer.raw.subarray(start, end), from);
  call.missing -= to - from;
  if (call.missing === 0) call.settle({ ok: true, raw: call.raw });
  return end;
}
