import type { ForestManifest, ModelManifest } from '../models/manifest.ts';
import { countRows, type RowArray, sliceRows } from '../models/rows.ts';
import type { ModelAnswer, ModelPort, ModelRows, ModelState, UsableModel } from '../stages/inference/ports.ts';

/** A model of the twin: a scorer in plain code, or one that fails the way the real thing can. */
export interface MemoryModel extends Pick<UsableModel, 'trees' | 'ensemble'> {
  readonly manifest: ModelManifest;
  /** Raw score of one row, of which it is given the numbers for each input; may answer NaN. */
  readonly scorer: (...row: readonly RowArray[]) => number;
  /** Present: every call answers this failure. */
  readonly fails?: 'deadline_passed' | 'worker_died' | 'run_failed';
  /** True: it is opened when somebody prepares it, not before. */
  readonly isAsleep?: boolean;
}

/** The model port without ONNX: pure, deterministic, in this thread. */
export function memoryModels(models: readonly MemoryModel[], broken: readonly ModelState[] = []): ModelPort {
  let isOpen = true;
  const awake = new Set(models.filter((model) => !model.isAsleep));
  return {
    describe: () => [...[...awake].map(stateOf), ...broken],
    async prepare(refs) {
      for (const ref of refs) for (const model of models) if (isCalled(model, ref)) awake.add(model);
    },
    async score(ref, rows) {
      if (!isOpen) return failed('closed');
      const model = [...awake].find((one) => isCalled(one, ref));
      return model === undefined ? failed('unknown_model') : run(model, rows);
    },
    async close() {
      isOpen = false;
    },
  };
}

const isCalled = ({ manifest }: MemoryModel, { name, version }: { name: string; version: string }): boolean =>
  manifest.name === name && manifest.version === version;

function stateOf({ manifest, trees, ensemble }: MemoryModel): UsableModel {
  const { name, version } = manifest;
  return { ok: true, name, version, manifest, ...(trees && { trees }), ...(ensemble && { ensemble }) };
}

const failed = (reason: Extract<ModelAnswer, { ok: false }>['reason']): ModelAnswer => ({ ok: false, reason });

function run({ manifest, scorer, fails }: MemoryModel, rows: ModelRows): ModelAnswer {
  if (manifest.kind === 'ensemble') return failed('unknown_model');
  const { inputs } = manifest;
  const count = countRows(inputs, rows);
  if (count === null) return failed('malformed_rows');
  if (fails !== undefined) return failed(fails);
  const raw = Float32Array.from({ length: count }, (_, i) => scorer(...sliceRows(inputs, rows, i, i + 1)));
  return { ok: true, raw };
}

/** Novelty without a forest: how far a row lies from the medians on average, 0..1. */
export function distanceScorer(manifest: ForestManifest): MemoryModel['scorer'] {
  return (row) => {
    const far = manifest.features.reduce((sum, stats, i) => {
      const spread = Math.max(stats.iqr, stats.p95 - stats.p5, 1e-3);
      return sum + Math.min(1, Math.abs((row?.[i] ?? 0) - stats.median) / (4 * spread));
    }, 0);
    return far / manifest.features.length;
  };
}

/** Surprise without a network: the share of tokens that the last one is new among, 0..1. */
export function newcomerScorer(): MemoryModel['scorer'] {
  return (row) => {
    const last = row?.at(-1) ?? 0;
    const before = row?.subarray(0, -1) ?? [];
    const known = [...before].filter((token) => token !== 0);
    return known.length === 0 ? 0 : known.filter((token) => token !== last).length / known.length;
  };
}
