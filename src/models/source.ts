/** A model and one version of it. */
export interface ModelRef {
  readonly name: string;
  readonly version: string;
}

/** Where published models lie, each version with its files. */
export interface ModelSource {
  /** Every version there is, in no order. */
  list(): Promise<readonly ModelRef[]>;
  /** A file of a version; null where there is none. Throws when it is larger than the limit, or cannot be had now. */
  read(model: ModelRef, file: string, limitBytes: number): Promise<Uint8Array | null>;
}
