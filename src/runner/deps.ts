import type { AnyTopic } from '../domain/topic.ts';
import type { Broker, Clock, Codec, Logger, Metrics, Producer, StateStore } from '../ports.ts';
import type { Table } from './tables.ts';

/** The world as the runner needs it. */
export interface RunnerWorld {
  readonly broker: Broker;
  readonly store: StateStore;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface RunnerOptions {
  /** Watermarks and ledger entries go out at most this often; 0: after every batch (replay). */
  readonly controlEveryMs: number;
  /** Control records on the stage's input are obeyed though no stage of ours wrote them: replay and backfill of the raw topic. */
  readonly trustSource: boolean;
  /** How long a broken world is waited for before the process gives up. */
  readonly retryLimitMs: number;
  /** Raised by the operator when a topic was recreated: states of older epochs are not read. */
  readonly epoch: number;
  /** Stages that read another stage's output, so that watermarks go where someone listens. */
  readonly heardTopics: ReadonlySet<string>;
}

/** One opened stage, as every partition of it shares it. */
export interface StageWorld extends RunnerWorld {
  readonly producer: Producer;
  readonly tables: ReadonlyMap<string, Table>;
  /** Partitions of each topic as the broker had them at the start; of the topic that is read, at the last assignment: the raw topic grows. */
  readonly partitions: Map<string, number>;
  readonly partitionOf: (key: string, partitions: number) => number;
  readonly options: RunnerOptions;
  readonly internal: readonly AnyTopic[];
  /** Offsets that retention took before they were read, by partition, as long as the process lives: a partition that moves on takes no loss out of sight. */
  readonly skipped: Map<number, number>;
}

/** Nothing to wait for: the process must stop and say why. */
export class FatalError extends Error {
  override readonly name = 'FatalError';
}

/** Kafka shows a topic only to who may use it. */
export const missingTopic = (name: string): FatalError =>
  new FatalError(
    `topic ${name} does not exist, or may not be seen by this principal: run "vedette topics apply"; "vedette acls" prints the rights`,
  );

/** Another owner has saved the partition since it was read: what was read fits no longer together. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}

/** The log ends before the offset that was read last. */
export const recreated = (place: string, offset: number, end: number, epoch: number): FatalError =>
  new FatalError(
    `${place} ends at ${end}, but ${offset} was read before: the topic was recreated. Set VEDETTE_EPOCH to ${epoch + 1} to start over`,
  );
