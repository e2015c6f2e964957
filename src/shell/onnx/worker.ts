import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { countRows, emptyRows, type RowArray, sliceRows } from '../../models/rows.ts';
import type { ModelRows } from '../../stages/inference/ports.ts';
import { LEAVE, RUN_ROWS, type Run, type Said, type WorkerModel } from './messages.ts';

interface Opened {
  readonly model: WorkerModel;
  readonly session: InferenceSession;
  /** One run's worth of rows, filled anew for every run. */
  readonly rows: readonly RowArray[];
  readonly feeds: Record<string, Tensor>;
}

const OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
};

const say = (message: Said, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

async function open(model: WorkerModel): Promise<Opened> {
  const session = await InferenceSession.create(model.bytes, OPTIONS);
  const rows = model.inputs.map((input) => emptyRows(input, RUN_ROWS));
  const feeds = model.inputs.map(({ name, width }, i) => [name, tensor(rows[i] as RowArray, width)] as const);
  const opened = { model, session, rows, feeds: Object.fromEntries(feeds) };
  // The first run shows whether the graph takes what the manifest says, and pays for the lazy parts of the runtime
  await runOnce(opened);
  return opened;
}

const tensor = (rows: RowArray, width: number): Tensor =>
  rows instanceof Int32Array
    ? new Tensor('int32', rows, [RUN_ROWS, width])
    : new Tensor('float32', rows, [RUN_ROWS, width]);

async function runOnce({ model, session, feeds }: Opened): Promise<Float32Array> {
  const output = (await session.run(feeds))[model.output];
  if (!(output?.data instanceof Float32Array) || output.data.length !== RUN_ROWS) throw new Error('unexpected output');
  return output.data;
}

async function run(opened: Opened, rows: ModelRows): Promise<Float32Array<ArrayBuffer>> {
  const { inputs } = opened.model;
  const count = countRows(inputs, rows) ?? 0;
  const raw = new Float32Array(count);
  for (let from = 0; from < count; from += RUN_ROWS) {
    for (const [i, part] of sliceRows(inputs, rows, from, from + RUN_ROWS).entries()) opened.rows[i]?.fill(0).set(part);
    raw.set((await runOnce(opened)).subarray(0, count - from), from);
  }
  return raw;
}

const opened = await Promise.allSettled((workerData as readonly WorkerModel[]).map(open));

// One run at a time: the pool sends the next when this one is answered
parentPort?.on('message', async (message: Run | typeof LEAVE) => {
  if (message === LEAVE) return parentPort?.close();
  const { id, model, rows } = message;
  try {
    const ready = opened[model];
    if (ready?.status !== 'fulfilled') throw new Error('not open');
    const raw = await run(ready.value, rows);
    say({ kind: 'ran', id, raw }, [raw.buffer]);
  } catch {
    say({ kind: 'failed', id });
  }
});

say({
  kind: 'ready',
  faults: opened.map((one) => (one.status === 'fulfilled' ? '' : 'the runtime does not open it')),
});
