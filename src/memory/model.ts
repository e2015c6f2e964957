import { type ModelManifest, rowWidth } from '../models/manifest.ts';
import type { ModelAnswer, ModelPort, ModelRows, ModelState } from '../stages/inference/ports.ts';

/** A model of the twin: a scorer in plain code, or one that fails the way the real thing can. */
export interface MemoryModel {
  readonly manifest: ModelManifest;
  /** Raw score of one row; may answer NaN. */
  readonly scorer: (row: ModelRows) => number;
  /** Present: every call answers this failure. */
  readonly fails?: 'deadline_passed' | 'worker_died' | 'run_failed';
}

/** The model port without ONNX: pure, deterministic, in this thread. */
export function memoryModels(models: readonly MemoryModel[], broken: readonly ModelState[] = []): ModelPort {
  let isOpen = true;
  const states: readonly ModelState[] = [
    ...models.map(({ manifest }) => ({ ok: true as const, name: manifest.name, version: manifest.version, manifest })),
    ...broken,
  ];
  return {
    describe: () => states,
    async score({ name, version }, rows) {
      if (!isOpen) return failed('closed');
      const model = models.find(({ manifest }) => manifest.name === name && manifest.version === version);
      return model === undefined ? failed('unknown_model') : run(model, rows);
    },
    async close() {
      isOpen = false;
    },
  };
}

const failed = (reason: Extract<ModelAnswer, { ok: false }>['reason']): ModelAnswer => ({ ok: false, reason });

function run(model: MemoryModel, rows: ModelRows): ModelAnswer {
  const width = rowWidth(model.manifest);
  const isTokens = rows instanceof Int32Array;
  if (rows.length % width !== 0 || isTokens !== (model.manifest.kind === 'sequence')) return failed('malformed_rows');
  if (model.fails !== undefined) return failed(model.fails);
  const raw = Float32Array.from({ length: rows.length / width }, (_, i) =>
    model.scorer(rows.subarray(i * width, (i + 1) * width)),
  );
  return { ok: true, raw };
}

/** Novelty without a forest: how far a row lies from the medians on average, 0..1. */
export function distanceScorer(manifest: Extract<ModelManifest, { kind: 'isolation-forest' }>): MemoryModel['scorer'] {
  return (row) => {
    const far = manifest.features.reduce((sum, stats, i) => {
      const spread = Math.max(stats.iqr, stats.p95 - stats.p5, 1e-3);
      return sum + Math.min(1, Math.abs((row[i] ?? 0) - stats.median) / (4 * spread));
    }, 0);
    return far / manifest.features.length;
  };
}

/** Surprise without a network: the share of tokens that the last one is new among, 0..1. */
export function newcomerScorer(): MemoryModel['scorer'] {
  return (row) => {
    const last = row[row.length - 1] ?? 0;
    const before = row.subarray(0, -1);
    const known = before.filter((token) => token !== 0);
    return known.length === 0 ? 0 : known.filter((token) => token !== last).length / known.length;
  };
}
