import type { ModelInput } from '../../models/manifest.ts';
import type { ModelRows } from '../../stages/inference/ports.ts';

/** Rows of every run, padded: the runtime picks its kernels by shape, so with one shape a score cannot depend on the batch. */
export const RUN_ROWS = 64;

/** What a worker needs to open one model. */
export interface WorkerModel {
  readonly bytes: Uint8Array;
  readonly inputs: readonly ModelInput[];
  readonly output: string;
}

/** To the worker; the rows are transferred. */
export interface Run {
  readonly id: number;
  /** Place in the list of models that the worker was started with. */
  readonly model: number;
  readonly rows: ModelRows;
}

/** To the worker: end by yourself when the run at hand is done. */
export const LEAVE = 'leave';

/** From the worker. Ready comes once: the reason for each model that did not open, '' for those that did. */
export type Said =
  | { readonly kind: 'ready'; readonly faults: readonly string[] }
  | { readonly kind: 'ran'; readonly id: number; readonly raw: Float32Array<ArrayBuffer> }
  | { readonly kind: 'failed'; readonly id: number };
