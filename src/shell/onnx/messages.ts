import type { ModelInput } from '../../models/manifest.ts';
import type { ModelRows } from '../../stages/inference/ports.ts';
import type { Opened } from '../models/runtime.ts';
import type { Provider } from './providers.ts';

/** What a worker needs to open one model. */
export interface WorkerModel {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly inputs: readonly ModelInput[];
  readonly output: string;
}

/** What a worker starts with. */
export interface WorkerStart {
  readonly models: readonly WorkerModel[];
  /** Tried in this order for each model. */
  readonly providers: readonly Provider[];
}

/** A batch for one model. */
export interface Run {
  /** Key of the model. */
  readonly model: string;
  readonly rows: ModelRows;
}

/** To the worker: batches to run in this order, answered together. The rows are transferred. */
export type Runs = readonly Run[];

/** To the worker: end by yourself when the run at hand is done. */
export const LEAVE = 'leave';

/** Scores of a batch; null where the model threw. */
export type Raw = Float32Array<ArrayBuffer> | null;

/** From the worker. Ready comes once: how each model runs, in the order given, or why it does not. */
export type Said =
  | { readonly kind: 'ready'; readonly opened: readonly Opened[] }
  | { readonly kind: 'ran'; readonly raws: readonly Raw[] };
