import type { ModelPort } from '../../stages/inference/ports.ts';
import { batchers } from '../models/batchers.ts';
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

function threads(options: Omit<OnnxOptions, 'logger'>): Runtime {
  const { workers = 1, lingerMs = 2, attemptMs = 1_000, providers = ['cpu'] } = options;
  const pool = workerPool({ workers, attemptMs, providers, script: SCRIPT });
  const rowsOnTheWay = batchers({ lingerMs, run: (model, rows, ms) => pool.run(keyOf(model), rows, ms) });
  return {
    async use(models) {
      const opened = await pool.use(models.map(workerModel));
      rowsOnTheWay.keep(models);
      return opened;
    },
    score: rowsOnTheWay.score,
    close: () => pool.close(),
  };
}

function workerModel(model: GraphModel): WorkerModel {
  const { inputs, output } = model.manifest;
  return { key: keyOf(model), bytes: model.bytes, inputs, output };
}
