/** An input's place: in the corpus (batch -1) or in a batch that was made. */
export interface Place {
  readonly batch: number;
  readonly index: number;
}
export const CORPUS_BATCH = -1;
export const NOTED_BYTES = 12;

/** What the watch asks of one child, and what it hears. */
export interface Order {
  /** Module that exports the targets. */
  readonly module: string;
  readonly target: string;
  readonly seed: number;
  /** The first input to take: those before it were taken by a child that is gone. */
  readonly from: Place;
  readonly seconds?: number;
  readonly inputs?: number;
  readonly limitBytes: number;
  /** File of three numbers: batch and index of the input at hand, inputs taken before it. */
  readonly position: string;
  /** Folder for inputs that failed. */
  readonly keep: string;
}

export interface FoundFailure {
  readonly what: string;
  /** The input, to be read by the target. */
  readonly file: string;
  readonly seed: number;
  readonly place: Place;
}

export interface Report {
  readonly inputs: number;
  readonly ms: number;
  /** Longest time of one input. */
  readonly worstMs: number;
  /** Peak of resident memory above that before the first input. */
  readonly peakBytes: number;
  readonly failures: readonly FoundFailure[];
}

export interface Progress {
  readonly kind: 'progress' | 'done';
  readonly report: Report;
}
