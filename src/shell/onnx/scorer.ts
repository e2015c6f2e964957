import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { countRows, emptyRows, type RowArray, sliceRows } from '../../models/rows.ts';
import type { ModelRows } from '../../stages/inference/ports.ts';
import { RUN_ROWS } from '../models/runtime.ts';
import type { WorkerModel } from './messages.ts';

/** An open model: scores rows, at most 64 at a time. */
export type Scorer = (rows: ModelRows) => Promise<Float32Array<ArrayBuffer>>;

/** A run of so many rows: what is put into its buffers is scored. */
interface Run {
  readonly rows: number;
  readonly buffers: readonly RowArray[];
  readonly score: () => Promise<Float32Array>;
}

/** Fewer rows than a full run has, so that few cost little. Not 1: that takes other kernels. */
const STEP = 4;
const SMALLER_RUNS = Array.from({ length: RUN_ROWS / STEP - 1 }, (_, i) => STEP * (i + 1));

/**
 * Runs rows padded to the smallest run that holds them. Runtimes pick their kernels by shape: a smaller run is taken
 * only where it gives every row of a probe the bits that the full one gives it. Throws where the graph does not give
 * what the manifest says.
 */
export async function openScorer(
  session: InferenceSession,
  model: WorkerModel,
  mayBeSmaller: boolean,
): Promise<Scorer> {
  const full = runOf(session, model, RUN_ROWS);
  // The first run shows whether the graph gives what it should, and pays for the lazy parts of the runtime
  await full.score();
  const runs = [full];
  for (const rows of mayBeSmaller ? SMALLER_RUNS.toReversed() : []) {
    const smaller = runOf(session, model, rows);
    if (!(await agree(full, smaller, model))) break;
    runs.unshift(smaller);
  }
  return (rows) => scoreAll(model, runs, rows);
}

function runOf(session: InferenceSession, { inputs, output }: WorkerModel, rows: number): Run {
  const buffers = inputs.map((input) => emptyRows(input, rows));
  const feeds = Object.fromEntries(
    inputs.map(({ name, width }, i) => [name, tensor(buffers[i] as RowArray, [rows, width])]),
  );
  return {
    rows,
    buffers,
    async score() {
      const scores = (await session.run(feeds, [output]))[output];
      if (!(scores?.data instanceof Float32Array) || scores.data.length !== rows)
        throw new Error(`output ${output} is not one float32 a row`);
      return scores.data;
    },
  };
}

const tensor = (rows: RowArray, shape: readonly number[]): Tensor =>
  rows instanceof Int32Array ? new Tensor('int32', rows, shape) : new Tensor('float32', rows, shape);

/** Whether both give the same rows the same bits. */
async function agree(full: Run, smaller: Run, { inputs }: WorkerModel): Promise<boolean> {
  const probe = inputs.map((input) => probeOf(emptyRows(input, full.rows)));
  const wanted = await scoreAll({ inputs }, [full], probe);
  const scores = await scoreAll({ inputs }, [smaller], probe);
  return wanted.every((score, i) => Object.is(score, scores[i]));
}

/** Rows that differ. No id but 0 and 1 is known to every model. */
function probeOf(rows: RowArray): RowArray {
  for (let i = 0; i < rows.length; i++) {
    const any = Math.imul(i + 1, 0x9e37_79b1) >>> 16;
    rows[i] = rows instanceof Int32Array ? any & 1 : (any % 4_001) / 1_000;
  }
  return rows;
}

/** `runs`: the smallest first; the last is taken for what fits into none. */
async function scoreAll(
  { inputs }: Pick<WorkerModel, 'inputs'>,
  runs: readonly Run[],
  rows: ModelRows,
): Promise<Float32Array<ArrayBuffer>> {
  const count = countRows(inputs, rows) ?? 0;
  const raw = new Float32Array(count);
  for (let from = 0; from < count; ) {
    const run = runs.find((one) => one.rows >= count - from) ?? (runs.at(-1) as Run);
    for (const [i, part] of sliceRows(inputs, rows, from, from + run.rows).entries()) fill(run.buffers[i], part);
    raw.set((await run.score()).subarray(0, count - from), from);
    from += run.rows;
  }
  return raw;
}

/** The part, then zeros. */
function fill(buffer: RowArray | undefined, part: RowArray): void {
  buffer?.set(part);
  buffer?.fill(0, part.length);
}
