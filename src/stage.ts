/** The one interface of every stage: a value that names what it reads, holds and may write, and answers one outcome per record. The runner alone produces and commits. */
import type { AnyTopic, ValueOf } from './domain/topic.ts';

/** What orders records and owns state: a tenant and an id inside it. */
export interface Key {
  readonly tenant: string;
  readonly id: string;
}

/** One record for a topic. Distributive, so that a value which the topic does not carry is a compile error. A null value is a tombstone. */
export type Rec<T extends AnyTopic> = T extends AnyTopic
  ? { readonly to: T; readonly key: Key; readonly value: ValueOf<T> | null }
  : never;

export type Outcome<Out extends AnyTopic> =
  | { readonly kind: 'forward'; readonly records: readonly Rec<Out>[] }
  | { readonly kind: 'drop'; readonly reason: string }
  | { readonly kind: 'deadLetter'; readonly reason: string; readonly cause?: unknown };

export const forward = <Out extends AnyTopic>(...records: readonly Rec<Out>[]): Outcome<Out> => ({
  kind: 'forward',
  records,
});
export const drop = (reason: string): Outcome<never> => ({ kind: 'drop', reason });
export const deadLetter = (reason: string, cause?: unknown): Outcome<never> => ({ kind: 'deadLetter', reason, cause });

/** A decoded record of the input topic. */
export interface Input<In extends AnyTopic> {
  /** Tenant and id from the record's key; the tenant is already checked against the header. */
  readonly key: Key;
  readonly value: ValueOf<In>;
  readonly partition: number;
  readonly offset: number;
  /** Append time, epoch ms: the broker's clock, never the producer's. */
  readonly appendedAt: number;
}

export interface Losses {
  readonly late: number;
  readonly dropped: number;
  readonly deadLettered: number;
  readonly evicted: number;
}

/** What a room may see and change while it processes. States may be changed in place, but only what was `set` is saved. */
export interface Context<State> {
  /** The partition of the input that is worked on. */
  readonly partition: number;
  /** How many partitions the input has. */
  readonly partitions: number;
  state(key: Key): State | undefined;
  set(key: Key, state: State): void;
  delete(key: Key): void;
  /** Asks for one call of `timers` when the watermark passes `due` (epoch ms); null takes the wish back. One timer a key. */
  timer(key: Key, due: number | null): void;
  /** Event time before which nothing more is expected, epoch ms. -Infinity until every sender was heard. */
  readonly watermark: number;
  /** The newest value of each key of a table, as pinned for this batch. */
  table<T extends AnyTopic>(topic: T): ReadonlyMap<string, ValueOf<T>>;
  /** Counts what the ledger must show: an event that came behind the watermark, a state given up for lack of room. */
  count(what: 'late' | 'evicted', tenant: string): void;
  /** Sets a figure of this partition for the metrics: hosts that are silent, and since when the first is (event time). */
  figure(name: 'silentSources' | 'silentSince', value: number): void;
  /** Everything lost so far on the way to this partition for the tenant, cumulative. */
  losses(tenant: string): Losses;
}

export interface Due {
  readonly key: Key;
  readonly due: number;
}

/** A table whose new values take time to be ready for, such as one that names models to open. */
export interface Preparation<T extends AnyTopic> {
  readonly table: T;
  /** Resolves when the room can work with these values at once; those before stay in force until then, but not for ever. */
  prepare(values: ReadonlyMap<string, ValueOf<T>>): Promise<void>;
}

/** A stage that was opened: it works on one partition's records at a time, batch after batch. */
export interface Room<In extends AnyTopic, Out extends AnyTopic, State> {
  /** Keys of the states that the record needs. Default: the record's own key. */
  keys?(input: Input<In>): readonly Key[];
  /** One outcome per record, same length and order. */
  process(
    batch: readonly Input<In>[],
    context: Context<State>,
  ): readonly Outcome<Out>[] | Promise<readonly Outcome<Out>[]>;
  /** Keys of the states that a timer needs. Default: the timer's own key. */
  timerKeys?(due: Due): readonly Key[];
  /** Called in (due, key) order for the timers that the watermark has passed; `keys` of each are loaded. */
  timers?(due: readonly Due[], context: Context<State>): readonly Rec<Out>[];
  /** The source of the raw topic says how far it is (replay) or that it is idle (live); answers the new watermark. */
  advance?(progress: Progress, context: Context<State>): number | null;
  /** Event time before which nothing more is expected, after this batch; only the first stage has it. */
  watermark?(context: Context<State>): number;
  readonly prepares?: Preparation<AnyTopic>;
  close?(): Promise<void>;
}

/** What moves the watermark of the first stage, which has no sender before it. */
export type Progress =
  | { readonly kind: 'source'; readonly time: number }
  | { readonly kind: 'idle'; readonly now: number };

/** Per-key state as bytes. Reads version N-1, refuses a newer one with an error that names both versions. */
export interface StateCodec<State> {
  readonly version: number;
  encode(state: State): Uint8Array;
  decode(bytes: Uint8Array): State;
}

export interface Stage<In extends AnyTopic, Out extends AnyTopic, State, Ports> {
  readonly name: string;
  readonly reads: In;
  readonly tables: readonly AnyTopic[];
  readonly writes: readonly Out[];
  /** Absent where the room keeps no state of its own. */
  readonly state?: StateCodec<State>;
  /** Longest time, in event ms, that a record can matter to a state: how far a rebuild reads back. */
  readonly horizonMs: number;
  /** Drop reasons that are the stage's daily work, such as a score below the bar; they are no loss. */
  readonly routineDrops: readonly string[];
  open(ports: Ports): Promise<Room<In, Out, State>>;
}

/** The world is broken (broker, store, registry, accelerator), the record is not: the runner waits and tries again. */
export class RetriableError extends Error {
  override readonly name = 'RetriableError';
}
