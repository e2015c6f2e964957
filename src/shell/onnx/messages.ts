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

/** To the worker; the rows are transferred. */
export interface Run {
  readonly id: number;
  /** Key of the model. */
  readonly model: string;
  readonly rows: ModelRows;
}

/** To the worker: end by yourself when the run at hand is done. */
export const LEAVE = 'leave';

/** From the worker. Ready comes once: how each model runs, in the order given, or why it does not. */
export type Said =
  | { readonly kind: 'ready'; readonly opened: readonly Opened[] }
  | { readonly kind: 'ran'; readonly id: number; readonly raw: Float32Array<ArrayBuffer> }
  | { readonly kind: 'failed'; readonly id: number };
