import type { GraphManifest } from '../../models/manifest.ts';
import { countRows } from '../../models/rows.ts';
import type { ModelAnswer, ModelPort, ModelRef, ModelState, UsableModel } from '../../stages/inference/ports.ts';
import { batcher } from './batcher.ts';
import { type LoadedModel, loadModels, type ModelFile, type ModelOrigin } from './load-models.ts';
import type { WorkerModel } from './messages.ts';
import { type WorkerPool, workerPool } from './worker-pool.ts';

export interface OnnxOptions extends ModelOrigin {
  /** Threads that score, one session per model in each. Default 1. */
  readonly workers?: number;
  /** How long a few rows wait for others to fill a run of 64. Default 2; 0 for replay, where nobody else comes. */
  readonly lingerMs?: number;
  /** The code of a worker; the tests put in workers that die and hang. */
  readonly script?: URL;
}

type Graph = LoadedModel & { readonly manifest: GraphManifest };

// Sources run as .ts, the build as .js; a URL in a string is not rewritten by the compiler
const SCRIPT = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** Opens every model of the source in worker threads. What does not open is described with its reason, and the rest serves. */
export async function openModels(options: OnnxOptions): Promise<ModelPort> {
  const { workers = 1, lingerMs = 2, script = SCRIPT } = options;
  const files = await loadModels(options);
  const graphs = files.filter(isGraph);
  const pool = workerPool({ models: graphs.map(workerModel), workers: graphs.length === 0 ? 0 : workers, script });
  const faults = graphs.length === 0 ? [] : await pool.faults;
  const states = files.map((file) => stateOf(file, graphs, faults));
  return {
    describe: () => states,
    prepare: async () => {},
    score: scorer(graphs, states, pool, lingerMs),
    close: () => pool.close(),
  };
}

const isGraph = (file: ModelFile): file is Graph => file.ok && file.manifest.kind !== 'ensemble';

function scorer(
  graphs: readonly Graph[],
  states: readonly ModelState[],
  pool: WorkerPool,
  lingerMs: number,
): ModelPort['score'] {
  const batchers = graphs.map(({ manifest: { inputs } }, model) =>
    batcher({ inputs, lingerMs, run: (rows, ms) => pool.run(model, rows, ms) }),
  );
  return async (ref, rows, deadlineMs) => {
    const place = graphs.findIndex((file) => isCalled(file, ref));
    const file = graphs[place];
    const score = batchers[place];
    if (file === undefined || score === undefined || !states.some((state) => state.ok && isCalled(state, ref))) {
      return failed('unknown_model');
    }
    const count = countRows(file.manifest.inputs, rows);
    if (count === null) return failed('malformed_rows');
    return count === 0 ? { ok: true, raw: new Float32Array(0) } : score(rows, count, deadlineMs);
  };
}

const isCalled = (model: ModelRef, ref: ModelRef): boolean => model.name === ref.name && model.version === ref.version;

const failed = (reason: Extract<ModelAnswer, { ok: false }>['reason']): ModelAnswer => ({ ok: false, reason });

function workerModel({ manifest: { inputs, output }, bytes }: Graph): WorkerModel {
  return { bytes, inputs, output };
}

function stateOf(file: ModelFile, graphs: readonly Graph[], faults: readonly string[] | null): ModelState {
  const { name, version } = file;
  if (!file.ok) return file;
  if (!isGraph(file)) return usable(file);
  const fault = faults === null ? 'no worker came up' : faults[graphs.indexOf(file)];
  return fault === '' ? usable(file) : { ok: false, name, version, reason: fault ?? 'not opened' };
}

function usable({ bytes: _, ...model }: LoadedModel): UsableModel {
  return model;
}
