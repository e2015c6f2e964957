import { InferenceSession, Tensor } from 'onnxruntime-node';
import { countRows, emptyRows, type RowArray, sliceRows, takesIntegers } from '../../models/rows.ts';
import type { ModelRows } from '../../stages/inference/ports.ts';
import { type Opened, RUN_ROWS } from '../models/runtime.ts';
import type { WorkerModel } from './messages.ts';
import { isInstalled, type Provider } from './providers.ts';

/** An open model: scores rows, 64 at a time. */
export type Scorer = (rows: ModelRows) => Promise<Float32Array<ArrayBuffer>>;

export type Session = (Extract<Opened, { ok: true }> & { readonly score: Scorer }) | Extract<Opened, { ok: false }>;

/** Opens a model on the first provider that takes it. Never throws. */
export async function openSession(model: WorkerModel, providers: readonly Provider[]): Promise<Session> {
  const passedOver: string[] = [];
  for (const provider of providers) {
    try {
      return { ok: true, provider, passedOver, score: await scorerOn(provider, model) };
    } catch (error) {
      passedOver.push(`${provider}: ${firstLine(error)}`);
    }
  }
  return { ok: false, reason: `does not open: ${passedOver.join('; ')}` };
}

/** The runtime's own words can be pages. */
function firstLine(error: unknown): string {
  const [line = ''] = (error as Error).message.split('\n', 1);
  return line.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 200);
}

const SINGLE: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: 3,
};

/** What TensorRT does not know runs on CUDA; what CUDA does not know the runtime puts on the CPU by itself. */
const sharesOf = (provider: Provider): string[] => (provider === 'tensorrt' ? ['tensorrt', 'cuda'] : [provider]);

async function scorerOn(provider: Provider, model: WorkerModel): Promise<Scorer> {
  if (!isInstalled(provider)) throw new Error('is not installed beside the runtime');
  const session = await InferenceSession.create(model.bytes, { ...SINGLE, executionProviders: sharesOf(provider) });
  const fault = shapeFault(session, model);
  if (fault !== undefined) throw new Error(fault);
  const buffers = model.inputs.map((input) => emptyRows(input, RUN_ROWS));
  const feeds = Object.fromEntries(
    model.inputs.map(({ name, width }, i) => [name, tensor(buffers[i] as RowArray, width)]),
  );
  const run = () => runOnce(session, feeds, model.output);
  // The first run shows whether the graph gives what the manifest says, and pays for the lazy parts of the runtime
  await run();
  return (rows) => scoreAll(model, buffers, rows, run);
}

/** How the graph's inputs and output differ from the manifest's. */
function shapeFault({ inputMetadata, outputNames }: InferenceSession, model: WorkerModel): string | undefined {
  const faults = model.inputs.flatMap((input) => {
    const found = inputMetadata.find(({ name }) => name === input.name);
    if (!found?.isTensor) return [`the graph has no input ${input.name}`];
    const [type, width] = [takesIntegers(input) ? 'int32' : 'float32', found.shape[1]];
    if (found.type !== type || found.shape.length !== 2) return [`input ${input.name} is not ${type} in rows`];
    const fits = typeof width !== 'number' || width === input.width;
    return fits ? [] : [`input ${input.name} is ${width} wide, not ${input.width}`];
  });
  const extra = inputMetadata.length > model.inputs.length ? ['the graph has an input that the manifest lacks'] : [];
  const output = outputNames.includes(model.output) ? [] : [`the graph has no output ${model.output}`];
  return [...faults, ...extra, ...output][0];
}

const tensor = (rows: RowArray, width: number): Tensor =>
  rows instanceof Int32Array
    ? new Tensor('int32', rows, [RUN_ROWS, width])
    : new Tensor('float32', rows, [RUN_ROWS, width]);

async function runOnce(session: InferenceSession, feeds: Record<string, Tensor>, name: string): Promise<Float32Array> {
  const output = (await session.run(feeds, [name]))[name];
  if (!(output?.data instanceof Float32Array) || output.data.length !== RUN_ROWS)
    throw new Error(`output ${name} is not one float32 a row`);
  return output.data;
}

async function scoreAll(
  { inputs }: WorkerModel,
  buffers: readonly RowArray[],
  rows: ModelRows,
  run: () => Promise<Float32Array>,
): Promise<Float32Array<ArrayBuffer>> {
  const count = countRows(inputs, rows) ?? 0;
  const raw = new Float32Array(count);
  for (let from = 0; from < count; from += RUN_ROWS) {
    for (const [i, part] of sliceRows(inputs, rows, from, from + RUN_ROWS).entries()) buffers[i]?.fill(0).set(part);
    raw.set((await run()).subarray(0, count - from), from);
  }
  return raw;
}
