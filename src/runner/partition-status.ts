/** How one partition of a stage stands, for health and metrics. */
export interface PartitionStatus {
  readonly partition: number;
  readonly offset: number;
  readonly endOffset: number;
  readonly watermark: number;
  /** Clock time of the last save or of the last look at an empty log. */
  readonly aliveAt: number;
  /** Offsets that retention took before they were read. */
  readonly skipped: number;
}
