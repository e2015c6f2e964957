import type { ModelPort } from '../../stages/inference/ports.ts';
import { batcher } from '../models/batcher.ts';
import { type GraphModel, keyOf, type Runtime } from '../models/runtime.ts';
import { type ServeOptions, serveModels } from '../models/serve.ts';
import { quietLogger } from '../quiet.ts';
import type { WorkerModel } from './messages.ts';
import type { Provider } from './providers.ts';
import { workerPool } from './worker-pool.ts';

export interface OnnxOptions extends Omit<ServeOptions, 'logger'> {
  /** Default: none. */
  readonly logger?: ServeOptions['logger'];
  /** Threads that score, one session per model in each. Default 1. */
  readonly workers?: number;
  /** How long a few rows wait for others to fill a run of 64. Default 2; 0 for replay, where nobody else comes. */
  readonly lingerMs?: number;
  /** A worker that has not answered a batch for so long hangs and is replaced. Default 1,000. */
  readonly attemptMs?: number;
  /** Tried in this order for each model. Default: the CPU, on which a score is the same everywhere. */
  readonly providers?: readonly Provider[];
}

// Sources run as .ts, the build as .js; a URL in a string is not rewritten by the compiler
const SCRIPT = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** Opens the models of the source in worker threads. What does not open is described with its reason, and the rest serves. */
export function openModels({ logger = quietLogger, ...options }: OnnxOptions): Promise<ModelPort> {
  return serveModels(threads(options), { ...options, logger });
}

type Batcher = ReturnType<typeof batcher>;

function threads(options: Omit<OnnxOptions, 'logger'>): Runtime {
  const { workers = 1, lingerMs = 2, attemptMs = 1_000, providers = ['cpu'] } = options;
  const pool = workerPool({ workers, attemptMs, providers, script: SCRIPT });
  const batchers = new Map<string, Batcher>();
  return {
    async use(models) {
      const opened = await pool.use(models.map(workerModel));
      const wanted = new Set(models.map(keyOf));
      for (const key of batchers.keys()) if (!wanted.has(key)) batchers.delete(key);
      return opened;
    },
    score(model, rows, count, deadlineMs) {
      const key = keyOf(model);
      const { inputs } = model.manifest;
      const score = batchers.get(key) ?? batcher({ inputs, lingerMs, run: (all, ms) => pool.run(key, all, ms) });
      batchers.set(key, score);
      return score(rows, count, deadlineMs);
    },
    close: () => pool.close(),
  };
}

function workerModel(model: GraphModel): WorkerModel {
  const { inputs, output } = model.manifest;
  return { key: keyOf(model), bytes: model.bytes, inputs, output };
}
