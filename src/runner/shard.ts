import type { Committed, PartitionControl } from '../ports.ts';
import type { StateCodec } from '../stage.ts';
import { commitText, parseCommit } from './commit-text.ts';
import type { StageWorld } from './deps.ts';
import { noted } from './outages.ts';
import { decodeRecord, encodeRecord, endRebuild, newRecord, type RunnerRecord } from './record.ts';
import { StateCache } from './room-context.ts';
import { Timers } from './timers.ts';

/** `kept`: nobody has saved it since this owner did. */
export type Found = 'kept' | 'saved' | 'new' | 'lost';

/** What one stage has saved of one partition, and the right to go on from it: the version that this owner has seen. */
export class Shard {
  readonly name: string;
  readonly cache: StateCache<unknown>;
  record: RunnerRecord;
  timers = new Timers(new Map());
  private readonly world: StageWorld;
  private readonly fresh: (offset: number) => RunnerRecord;
  private version = 0;
  /** Every other owner, and every save of our own that had no answer, was shut out, and the end of the log was seen after that. */
  isOurs = false;
  private committedOffset = -1;

  constructor(
    world: StageWorld,
    stage: string,
    topic: string,
    partition: number,
    codec: StateCodec<unknown> | undefined,
  ) {
    this.world = world;
    this.name = `${stage}:${partition}:${world.options.epoch}`;
    this.cache = new StateCache(world, this.name, () => this.version, codec);
    this.fresh = (offset) => newRecord(stage, topic, partition, offset);
    this.record = this.fresh(0);
  }

  /** Reads record, timers and, as they are asked for, states anew. */
  async restore(): Promise<Found> {
    const saved = await this.world.store.open(this.name);
    this.cache.forget();
    if (!saved && this.version > 0) return 'lost';
    const isKept = saved !== null && saved.version === this.version;
    this.version = saved?.version ?? 0;
    this.timers = new Timers(saved?.timers ?? new Map());
    if (saved) this.record = decodeRecord(saved.record);
    return isKept ? 'kept' : saved ? 'saved' : 'new';
  }

  /** Nothing is saved: begins at the start of the log, or where a rebuild must begin when the group has committed before. */
  begin(start: number, committed: Committed | null): void {
    this.version = 0;
    this.timers = new Timers(new Map());
    this.record = this.fresh(start);
    if (!committed) return;
    const { rebuildFrom, marks } = parseCommit(committed.metadata);
    // from the commit at the latest: what retention took behind it is a loss to be counted
    this.record = this.fresh(Math.min(committed.offset, Math.max(start, rebuildFrom)));
    this.record.silentUntil = committed.offset;
    this.record.marksAtCommit = marks;
    endRebuild(this.record);
  }

  /** Versions begin at the time of the first save, so that those of a shard that was lost lie below. */
  private nextVersion(): number {
    return this.version === 0 ? this.world.clock.now() : this.version + 1;
  }

  /** False when another owner went further. */
  async isCurrent(): Promise<boolean> {
    return (await this.world.store.load(this.name, this.version, [])) !== null;
  }

  /** One atomic step. False when someone else went further since the last restore. */
  async save(
    record: RunnerRecord,
    states: Iterable<string>,
    timers: ReadonlyMap<string, number | null>,
  ): Promise<boolean> {
    const version = this.nextVersion();
    const change = { version, record: encodeRecord(record), states: this.cache.encode(states), timers };
    const wasOurs = this.isOurs;
    // a save without an answer can still land, and bring versions of tables that what was sent meanwhile knows nothing of
    this.isOurs = false;
    if (!(await this.world.store.save(this.name, this.version, change))) return false;
    this.isOurs = wasOurs;
    this.version = version;
    this.record = record;
    this.cache.shrink();
    return true;
  }

  /**
   * The position is the record's; the group's commit follows it, for lag and for rebuilds. It moves from one ledger
   * entry to the next: what a rebuild counts again then begins where an entry began before, and counts once.
   */
  async commit(control: PartitionControl): Promise<void> {
    const { offset, silentUntil, entry } = this.record;
    const isSeam = entry.from === offset || this.world.options.controlEveryMs === 0;
    // a rebuild keeps the commit: a second loss must find how far all was sent
    if (!isSeam || offset < silentUntil || this.committedOffset === offset) return;
    const text = commitText(this.record);
    await control.commit(offset, text).catch((cause: unknown) => Promise.reject(noted('broker', cause)));
    this.committedOffset = offset;
  }
}
