import { type Job, TRIES } from './job-queue.ts';

export interface Doubts {
  /** The batch is of numbers and its scores are not: the worker is to blame, unless another has said the same. */
  isDoubtful(job: Job, raw: Float32Array): boolean;
}

/** So long a model is believed of which two workers have said the same: replacing them at every batch would help nobody. */
const BELIEVED_MS = 60_000;

export function doubts(): Doubts {
  const believedUntil = new Map<string, number>();
  return {
    isDoubtful({ model, rows, tries }, raw) {
      if (raw.every(Number.isFinite)) return false;
      const now = performance.now();
      if (tries >= TRIES) {
        believedUntil.set(model, now + BELIEVED_MS);
        return false;
      }
      return (believedUntil.get(model) ?? 0) < now && rows.every((array) => array.every(Number.isFinite));
    },
  };
}
