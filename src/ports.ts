/** What the runner needs from the world. Each port has a twin in memory/ and the real thing in shell/, one contract suite for both. */

export type Headers = Readonly<Record<string, Uint8Array | undefined>>;

/** A record as it goes over the wire. */
export interface WireRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Headers;
}

export interface StoredRecord extends WireRecord {
  readonly partition: number;
  readonly offset: number;
  /** Append time, epoch ms. */
  readonly timestamp: number;
}

export interface Send extends WireRecord {
  readonly topic: string;
  readonly partition: number;
}

export interface Producer {
  /** Resolves when every record is stored by all in-sync replicas; records of one partition keep their order. Throws RetriableError, after which of each partition a first part may be stored, never a later one without it. */
  send(records: readonly Send[]): Promise<void>;
  close(): Promise<void>;
}

/** Records of one partition as fetched: offsets rise, gaps are possible. */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly StoredRecord[];
  /** Offset of the next record that will be appended, as known at the fetch. */
  readonly endOffset: number;
}

/** What a consumer lets the runner do with the partition at hand. */
export interface PartitionControl {
  /** Aborted when the partition is taken away or the consumer stops. */
  readonly signal: AbortSignal;
  heartbeat(): Promise<void>;
  /** Stores the next offset to read and up to 4 KB of text beside it. */
  commit(offset: number, metadata: string): Promise<void>;
  /** The next batch starts at this offset. */
  seek(offset: number): void;
}

/** All calls for one partition come one after the other. What it throws stops the consumer; see RetriableError. */
export interface BatchHandler {
  /** Before the first batch of the partition. Answers the offset to start at; null: where the group's commit says, else the beginning. */
  assigned(partition: number, control: PartitionControl): Promise<number | null>;
  batch(batch: Batch, control: PartitionControl): Promise<void>;
  /** Some time with nothing to read (about once a second), with the end of the log as last known. */
  idle(partition: number, endOffset: number, control: PartitionControl): Promise<void>;
  revoked(partition: number): Promise<void>;
}

export interface Consumer {
  /** Stops fetching, lets the batch at hand end, leaves the group. */
  close(): Promise<void>;
  /** Rejects when the consumer has given up for good. */
  readonly failed: Promise<never>;
  /** Wall clock of the last fetch or heartbeat that the broker answered, epoch ms; 0 before the first. */
  lastSeen(): number;
  /** Partitions held now. */
  assignment(): readonly number[];
  /** Those of them that are not fetched while their batch is at work. */
  paused(): readonly number[];
}

export interface Committed {
  readonly offset: number;
  readonly metadata: string;
}

export interface Broker {
  producer(): Promise<Producer>;
  consume(options: { group: string; topic: string; handler: BatchHandler }): Promise<Consumer>;
  /** Number of partitions; null where the topic does not exist. */
  partitions(topic: string): Promise<number | null>;
  /** First and next offset of each partition, by partition number. */
  offsets(topic: string): Promise<readonly { readonly start: number; readonly end: number }[]>;
  committed(group: string, topic: string): Promise<readonly (Committed | null)[]>;
  /** Every record from the start to the end of the log at the time of the call, partition after partition. */
  readAll(topic: string): AsyncIterable<StoredRecord>;
  /** Every record from the start, then new ones as they come, until the signal. An empty list: all there is was read. No group, no commits. */
  follow(topic: string, onRecords: (records: readonly StoredRecord[]) => void, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** One shard is one stage and partition. Everything of a shard is saved together or not at all. */
export interface StateStore {
  /** The runner record, its version counter and all timers; null when the shard was never saved. */
  open(shard: string): Promise<{ version: number; record: Uint8Array; timers: ReadonlyMap<string, number> } | null>;
  /** States by key, null where there is none; no keys ask for the version alone. Null for all when the shard's version no longer is `version`: beside the record that was read with it they would count some input twice, or not at all. */
  load(shard: string, version: number, keys: readonly string[]): Promise<readonly (Uint8Array | null)[] | null>;
  /** Saves when the shard's version still is `version` (0: never saved) and makes it that of the change; false: someone else went further. */
  save(shard: string, version: number, change: ShardChange): Promise<boolean>;
  close(): Promise<void>;
}

export interface ShardChange {
  /** Above every version that the shard ever had, also before a store was emptied: whoever still knows one of those must not find it again. */
  readonly version: number;
  readonly record: Uint8Array;
  /** null deletes. */
  readonly states: ReadonlyMap<string, Uint8Array | null>;
  /** null deletes. */
  readonly timers: ReadonlyMap<string, number | null>;
}

export type Decoded =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string; readonly cause?: unknown };

/** Avro in the registry's wire format, subject `<topic>-value`. */
export interface Codec {
  encode(topic: string, value: unknown): Uint8Array;
  /** A bad record is an answer (`bad_magic_byte`, `unknown_schema`, `foreign_schema`, `avro_truncated`, `value_empty`); a registry that is down throws RetriableError. */
  decode(topic: string, bytes: Uint8Array): Decoded | Promise<Decoded>;
}

export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Resolves after about that long, or at once when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Logs name places and reasons, never what a record says. */
export interface Logger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Labels come from closed sets: stage, topic, partition, reason. */
export interface Metrics {
  count(name: string, labels: Readonly<Record<string, string>>, by?: number): void;
  gauge(name: string, labels: Readonly<Record<string, string>>, value: number): void;
  observe(name: string, labels: Readonly<Record<string, string>>, seconds: number): void;
}
