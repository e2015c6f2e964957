import { InferenceSession } from 'onnxruntime-node';
import { takesIntegers } from '../../models/rows.ts';
import type { Opened } from '../models/runtime.ts';
import type { WorkerModel } from './messages.ts';
import { isInstalled, type Provider } from './providers.ts';
import { openScorer, type Scorer } from './scorer.ts';

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
export function firstLine(error: unknown): string {
  const [line = ''] = (error as Error).message.split('\n', 1);
  return line.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 200);
}

export const SINGLE: InferenceSession.SessionOptions = {
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
  return openScorer(session, model, provider === 'cpu');
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
