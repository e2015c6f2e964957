import type { EventCore } from '../../domain/contracts.gen.ts';
import type { Ensemble } from '../../models/ensemble.ts';
import type { ModelManifest, Precision } from '../../models/manifest.ts';
import type { RowArray } from '../../models/rows.ts';
import type { ModelRef } from '../../models/source.ts';
import type { Doing, TallyKey } from '../../models/tally.ts';
import type { Trees } from '../../models/trees.ts';
import type { InferenceConfig } from './config.ts';

export type { ModelRef };

/** A model that is open. An ensemble is read, not run. */
export interface UsableModel extends ModelRef {
  readonly ok: true;
  readonly manifest: ModelManifest;
  /** What runs it, such as cpu, cuda or a server; absent for an ensemble. */
  readonly provider?: string;
  readonly precision?: Precision;
  /** Of trees: what explains their scores. */
  readonly trees?: Trees;
  /** Of an ensemble. */
  readonly ensemble?: Ensemble;
}

/** A model that was found. One that cannot be used is named all the same, with the reason. */
export type ModelState = UsableModel | (ModelRef & { readonly ok: false; readonly reason: string });

export type ModelFailure =
  | 'unknown_model'
  | 'malformed_rows'
  | 'deadline_passed'
  | 'worker_died'
  | 'run_failed'
  | 'closed';

export type ModelAnswer =
  | { readonly ok: true; readonly raw: Float32Array; readonly tookMs?: number }
  | { readonly ok: false; readonly reason: ModelFailure };

/** Rows for a model: one array per input of its manifest, in that order, rows one after the other. */
export type ModelRows = readonly RowArray[];

/** Scores rows. Never throws: a model that fails is an answer. */
export interface ModelPort {
  /** The models that are open, and those that could not be opened. */
  describe(): readonly ModelState[];
  /** Opens models that are not open yet; resolves when each is usable or known not to be. Never throws. */
  prepare(models: readonly ModelRef[]): Promise<void>;
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
  readonly confidence: number;
  /** Ids of the detectors that had something to say. */
  readonly detectors: readonly string[];
}

/** What one version did with its rows of a batch, and which. Its vectors are to be read during the call only. */
export type Measured = TallyKey & Doing;

export interface InferencePorts {
  readonly config: InferenceConfig;
  readonly model: ModelPort;
  /** Called once for every event scored. */
  readonly scores?: (event: ScoredEvent) => void;
  /** Called for every model that has not scored some rows of a batch. */
  readonly unscored?: (model: string, rows: number) => void;
  /** Called once for every version and arm that had rows of a tenant in a batch. */
  readonly measured?: (measured: Measured) => void;
}
