import type { EventCore } from '../../domain/contracts.gen.ts';
import type { ModelManifest } from '../../models/manifest.ts';
import type { InferenceConfig } from './config.ts';

/** A model that was found. One that cannot be used is named all the same, with the reason. */
export type ModelState =
  | { readonly ok: true; readonly name: string; readonly version: string; readonly manifest: ModelManifest }
  | { readonly ok: false; readonly name: string; readonly version: string; readonly reason: string };

export type ModelFailure =
  | 'unknown_model'
  | 'malformed_rows'
  | 'deadline_passed'
  | 'worker_died'
  | 'run_failed'
  | 'closed';

export type ModelAnswer =
  | { readonly ok: true; readonly raw: Float32Array }
  | { readonly ok: false; readonly reason: ModelFailure };

export interface ModelRef {
  readonly name: string;
  readonly version: string;
}

/** Rows one after the other: features for a forest, tokens for a sequence model. */
export type ModelRows = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** Scores rows. Never throws: a model that fails is an answer. */
export interface ModelPort {
  describe(): readonly ModelState[];
  /**
   * One raw score per row, in order; a row's score depends on nothing but the row.
   * The rows are given away: do not use them again.
   */
  score(model: ModelRef, rows: ModelRows, deadlineMs: number): Promise<ModelAnswer>;
  close(): Promise<void>;
}

/** What `vedette replay` writes for every event that was scored. */
export interface ScoredEvent {
  readonly event: EventCore;
  readonly score: number;
  /** Ids of the detectors that had something to say. */
  readonly detectors: readonly string[];
}

export interface InferencePorts {
  readonly config: InferenceConfig;
  readonly model: ModelPort;
  /** Called once for every event scored. */
  readonly scores?: (event: ScoredEvent) => void;
  /** Called for every model that has not scored some rows of a batch. */
  readonly unscored?: (model: string, rows: number) => void;
}
