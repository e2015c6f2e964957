import type { AnyTopic, ValueOf } from '../domain/topic.ts';
import type { Context, Key, Losses, StateCodec } from '../stage.ts';
import { FatalError, FencedError, type StageWorld } from './deps.ts';
import { lossesOf } from './losses.ts';
import type { Timers } from './timers.ts';
import type { Turn } from './turn.ts';
import { keyText } from './wire-key.ts';

const CACHE_LIMIT = 20_000;

/** States of one partition, decoded. What a failed turn has changed is forgotten and read again. */
export class StateCache<State> {
  private readonly states = new Map<string, State | undefined>();
  private readonly shard: string;
  private readonly world: StageWorld;
  private readonly version: () => number;
  readonly codec: StateCodec<State> | undefined;

  /** `version`: of the runner record that the states must fit. */
  constructor(world: StageWorld, shard: string, version: () => number, codec: StateCodec<State> | undefined) {
    this.world = world;
    this.shard = shard;
    this.version = version;
    this.codec = codec;
  }

  /** Reads what is not there yet. Throws FencedError when another owner went further. */
  async load(keys: Iterable<Key>): Promise<void> {
    const codec = this.codec;
    if (!codec) return;
    const missing = [...new Set([...keys].map(keyText))].filter((key) => !this.states.has(key));
    if (missing.length === 0) return;
    const loaded = await this.world.store.load(this.shard, this.version(), missing);
    if (!loaded) throw new FencedError(this.shard);
    for (const [index, key] of missing.entries()) {
      const bytes = loaded[index];
      this.states.set(key, bytes ? this.decode(codec, bytes) : undefined);
    }
  }

  /** No record is at fault when what we saved ourselves cannot be read: to go on would dead-letter sound telemetry. */
  private decode(codec: StateCodec<State>, bytes: Uint8Array): State {
    try {
      return codec.decode(bytes);
    } catch (cause) {
      // that of a parser would quote the state, and so telemetry
      const reason = cause instanceof Error && !(cause instanceof SyntaxError) ? cause.message : 'it is damaged';
      throw new FatalError(
        `${this.shard}: a saved state cannot be read by this version of vedette: ${reason}. Run the version that saved it, or raise VEDETTE_EPOCH to start over`,
        { cause },
      );
    }
  }

  get(key: string): State | undefined {
    if (!this.states.has(key)) throw new Error('a room asked for a state that its keys() does not name');
    return this.states.get(key);
  }

  set(key: string, state: State | undefined): void {
    this.states.set(key, state);
  }

  /** The changed states as bytes; null where the state was deleted. */
  encode(keys: Iterable<string>): Map<string, Uint8Array | null> {
    const bytes = new Map<string, Uint8Array | null>();
    for (const key of keys) {
      const state = this.states.get(key);
      bytes.set(key, state === undefined || !this.codec ? null : this.codec.encode(state));
    }
    return bytes;
  }

  forget(): void {
    this.states.clear();
  }

  /** After a save, never within a turn. */
  shrink(): void {
    if (this.states.size > CACHE_LIMIT) this.states.clear();
  }
}

/** What the room sees during one turn. */
export function roomContext<State>(
  world: StageWorld,
  turn: Turn,
  cache: StateCache<State>,
  timers: Timers,
  { partition, partitions }: Pick<Context<State>, 'partition' | 'partitions'>,
): Context<State> {
  const shown = new Map<string, ReadonlyMap<string, unknown>>();
  return {
    ...{ partition, partitions },
    state: (key) => cache.get(keyText(key)),
    set(key, state) {
      const text = keyText(key);
      cache.set(text, state);
      turn.states.add(text);
    },
    delete(key) {
      const text = keyText(key);
      cache.set(text, undefined);
      turn.states.add(text);
    },
    timer(key, due) {
      const text = keyText(key);
      timers.set(text, due);
      turn.timers.set(text, due);
    },
    get watermark() {
      return turn.record.watermark;
    },
    table<T extends AnyTopic>(topic: T): ReadonlyMap<string, ValueOf<T>> {
      const known = shown.get(topic.name) ?? world.tables.get(topic.name)?.at(turn.record.versions[topic.name] ?? 0);
      if (!known) throw new Error(`a room asked for the table ${topic.name}, which its stage does not declare`);
      // versions do not change within a turn
      shown.set(topic.name, known);
      return known as ReadonlyMap<string, ValueOf<T>>;
    },
    count: (what, tenant) => turn.count(what, tenant),
    figure(name, value) {
      turn.record.figures[name] = value;
    },
    losses: (tenant): Losses => lossesOf(turn.record.losses, tenant),
  };
}
