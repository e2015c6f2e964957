import type { ModelAnswer, ModelRows } from '../../stages/inference/ports.ts';
import { type Batcher, batcher } from './batcher.ts';
import { type GraphModel, keyOf } from './runtime.ts';

/** Rows on their way to several models. */
export interface Batchers {
  score(model: GraphModel, rows: ModelRows, count: number, deadlineMs: number): Promise<ModelAnswer>;
  /** Forgets all other models. */
  keep(models: readonly GraphModel[]): void;
}

export interface BatchersOptions {
  readonly lingerMs: number;
  readonly run: (model: GraphModel, rows: ModelRows, deadlineMs: number) => Promise<ModelAnswer>;
}

/**
 * One batcher for each model. When the rows of one go, at the end of that turn those of the others do too: who asks about
 * a row waits for all of its models, and a worker is about to be woken anyway.
 */
export function batchers({ lingerMs, run }: BatchersOptions): Batchers {
  const all = new Map<string, Batcher>();
  let isDue = false;

  function flushed(): void {
    if (isDue) return;
    isDue = true;
    setImmediate(() => {
      for (const one of all.values()) one.flush();
      isDue = false;
    });
  }

  return {
    score(model, rows, count, deadlineMs) {
      const key = keyOf(model);
      const { inputs } = model.manifest;
      const one = all.get(key) ?? batcher({ inputs, lingerMs, flushed, run: (joined, ms) => run(model, joined, ms) });
      all.set(key, one);
      return one.score(rows, count, deadlineMs);
    },
    keep(models) {
      const wanted = new Set(models.map(keyOf));
      for (const key of all.keys()) if (!wanted.has(key)) all.delete(key);
    },
  };
}
