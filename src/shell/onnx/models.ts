import { rowWidth } from '../../models/manifest.ts';
import type { ModelAnswer, ModelPort, ModelRef, ModelState } from '../../stages/inference/ports.ts';
import { batcher } from './batcher.ts';
import { loadModels, type ModelFile } from './load-models.ts';
import type { WorkerModel } from './messages.ts';
import { type WorkerPool, workerPool } from './worker-pool.ts';

export interface OnnxOptions {
  /** Folder of `<name>/<version>/{model.onnx, manifest.json}`. */
  readonly folder: string;
  /** Threads that score, one session per model in each. Default 1. */
  readonly workers?: number;
  /** How long a few rows wait for others to fill a run of 64. Default 2; 0 for replay, where nobody else comes. */
  readonly lingerMs?: number;
  /** The code of a worker; the tests put in workers that die and hang. */
  readonly script?: URL;
}

type Good = Extract<ModelFile, { ok: true }>;

// Sources run as .ts, the build as .js; a URL in a string is not rewritten by the compiler
const SCRIPT = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** Opens every model of the folder in worker threads. What does not open is described with its reason, and the rest serves. */
export async function openModels(options: OnnxOptions): Promise<ModelPort> {
  const { folder, workers = 1, lingerMs = 2, script = SCRIPT } = options;
  const files = await loadModels(folder);
  const good = files.filter((file): file is Good => file.ok);
  const pool = workerPool({ models: good.map(workerModel), workers: good.length === 0 ? 0 : workers, script });
  const faults = good.length === 0 ? [] : await pool.faults;
  const states = files.map((file) => stateOf(file, good, faults));
  return { describe: () => states, score: scorer(good, states, pool, lingerMs), close: () => pool.close() };
}

function scorer(
  good: readonly Good[],
  states: readonly ModelState[],
  pool: WorkerPool,
  lingerMs: number,
): ModelPort['score'] {
  const batchers = good.map((file, model) =>
    batcher({ width: rowWidth(file.manifest), lingerMs, run: (rows, ms) => pool.run(model, rows, ms) }),
  );
  return async (ref, rows, deadlineMs) => {
    const place = good.findIndex((file) => isCalled(file, ref));
    const file = good[place];
    const score = batchers[place];
    if (file === undefined || score === undefined || !states.some((state) => state.ok && isCalled(state, ref))) {
      return failed('unknown_model');
    }
    const isTokens = rows instanceof Int32Array;
    const isWhole = rows.length % rowWidth(file.manifest) === 0;
    if (!isWhole || isTokens !== (file.manifest.kind === 'sequence')) return failed('malformed_rows');
    return rows.length === 0 ? { ok: true, raw: new Float32Array(0) } : score(rows, deadlineMs);
  };
}

const isCalled = (model: ModelRef, ref: ModelRef): boolean => model.name === ref.name && model.version === ref.version;

const failed = (reason: Extract<ModelAnswer, { ok: false }>['reason']): ModelAnswer => ({ ok: false, reason });

function workerModel({ manifest, bytes }: Good): WorkerModel {
  const { kind, input, output } = manifest;
  return { bytes, kind, input, output, width: rowWidth(manifest) };
}

function stateOf(file: ModelFile, good: readonly Good[], faults: readonly string[] | null): ModelState {
  const { name, version } = file;
  if (!file.ok) return { ok: false, name, version, reason: file.reason };
  const fault = faults === null ? 'no worker came up' : faults[good.indexOf(file)];
  return fault === ''
    ? { ok: true, name, version, manifest: file.manifest }
    : { ok: false, name, version, reason: fault ?? 'not opened' };
}
