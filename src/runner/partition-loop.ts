import { PIPELINE_LEDGER } from '../domain/contracts.gen.ts';
import type { Batch, PartitionControl, StoredRecord } from '../ports.ts';
import { RetriableError } from '../stage.ts';
import { FatalError, type StageWorld } from './deps.ts';
import { Failures } from './failures.ts';
import { isEmpty, openEntry } from './ledger.ts';
import { type AnyRoom, type AnyStage, type Bench, processIdle, processRecords } from './process.ts';
import { checkpoint, decodeRecord, encodeRecord, newRecord, type RunnerRecord, rebuildFrom } from './record.ts';
import { roomContext, StateCache } from './room-context.ts';
import { Timers } from './timers.ts';
import { Turn } from './turn.ts';

const BACKOFF_MS = [100, 200, 500, 1000, 2000, 5000];

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

/**
 * One partition of one stage: decode, process, produce and await every ack, save, commit.
 * The order is the guarantee: a crash before the save repeats the batch from the old state with the same
 * ids, a crash after it repeats nothing.
 */
export class PartitionLoop {
  private readonly world: StageWorld;
  private readonly stage: AnyStage;
  private readonly room: AnyRoom;
  private readonly partition: number;
  private readonly shard: string;
  private readonly cache: StateCache<unknown>;
  private readonly failures: Failures;
  private record: RunnerRecord;
  private version = 0;
  private timers = new Timers(new Map());
  private endOffset = 0;
  private aliveAt: number;
  private announcedAt = 0;
  private committedAt = 0;
  private committedOffset = -1;
  /** Below this offset all was sent before: a rebuild of lost state. */
  private silentUntil = 0;
  /** New versions of tables wait until the records that another owner may have seen are through. */
  private pinnedUntil = 0;
  private gapAt = -1;
  private skipped = 0;

  constructor(world: StageWorld, stage: AnyStage, room: AnyRoom, partition: number) {
    this.world = world;
    this.stage = stage;
    this.room = room;
    this.partition = partition;
    this.shard = `${stage.name}:${partition}:${world.options.epoch}`;
    this.cache = new StateCache(world, this.shard, stage.state);
    this.record = newRecord(stage.name, stage.reads.name, partition, 0);
    this.failures = new Failures();
    this.aliveAt = world.clock.now();
  }

  status(): PartitionStatus {
    const { partition, endOffset, aliveAt, skipped } = this;
    return { partition, offset: this.record.offset, endOffset, watermark: this.record.watermark, aliveAt, skipped };
  }

  /** Loads what the last owner saved and answers the offset to start at. */
  async assigned(control: PartitionControl): Promise<number> {
    return this.persistently(control, async () => {
      const { broker } = this.world;
      const topic = this.stage.reads.name;
      const { start, end } = (await broker.offsets(topic))[this.partition] ?? { start: 0, end: 0 };
      const committed = (await broker.committed(`vedette.${this.stage.name}`, topic))[this.partition] ?? null;
      const saved = await this.restore();
      if (!saved) this.begin(start, committed);
      if (this.record.offset > end) throw new FatalError(this.recreated(end));
      this.endOffset = end;
      this.pinnedUntil = saved ? end : 0;
      return this.record.offset;
    });
  }

  async batch(batch: Batch, control: PartitionControl): Promise<void> {
    this.endOffset = batch.endOffset;
    const silent = batch.records.filter((one) => one.offset < this.silentUntil);
    if (silent.length > 0) await this.persistently(control, () => this.turn(silent, true, control));
    await this.persistently(control, () => this.turn(batch.records, false, control));
  }

  async idle(endOffset: number, control: PartitionControl): Promise<void> {
    this.endOffset = endOffset;
    await this.persistently(control, async () => {
      const { world } = this;
      const bench = this.bench(false);
      if (this.record.offset >= endOffset) await processIdle(bench, world.clock.now());
      const said = this.announcements(bench.turn, true);
      if (said || bench.turn.states.size > 0) await this.finish(bench.turn, control);
      else await this.commit(control);
      this.aliveAt = world.clock.now();
    });
  }

  /** Runs until it works; a broken world is waited for, a bug in a room is narrowed down to its record. */
  private async persistently<T>(control: PartitionControl, work: () => Promise<T>): Promise<T> {
    const { clock, logger, options, metrics } = this.world;
    const startedAt = clock.now();
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (cause) {
        if (!(cause instanceof RetriableError)) throw cause;
        const where = { stage: this.stage.name, partition: this.partition, attempt };
        if (control.signal.aborted) throw cause;
        if (clock.now() - startedAt > options.retryLimitMs)
          throw new FatalError(`${this.shard}: gave up waiting: ${cause.message}`, { cause });
        logger.warn({ ...where, cause: cause.message }, 'the world is broken, trying again');
        metrics.count('vedette_retries_total', { stage: this.stage.name });
        await clock.sleep(BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] as number, control.signal);
        await control.heartbeat();
        await this.restore();
      }
    }
  }

  private async turn(records: readonly StoredRecord[], silent: boolean, control: PartitionControl): Promise<void> {
    if (!(await this.follows(records, control))) return;
    if (!(await this.activate())) return this.fenced(control);
    const bench = this.bench(silent);
    try {
      await processRecords(bench, records);
    } catch (cause) {
      if (cause instanceof RetriableError || cause instanceof FatalError) throw cause;
      return this.narrow(records, silent, control, cause);
    }
    this.announcements(bench.turn, false);
    await this.finish(bench.turn, control);
  }

  /** Some record makes the room throw: each for itself, so that its neighbours are unharmed. */
  private async narrow(
    records: readonly StoredRecord[],
    silent: boolean,
    control: PartitionControl,
    first: unknown,
  ): Promise<void> {
    const { logger } = this.world;
    await this.restore();
    const name = first instanceof Error ? first.name : 'none';
    logger.error(
      { stage: this.stage.name, partition: this.partition, error: name, stack: stackOf(first) },
      'a record failed, trying one by one',
    );
    for (const record of records) {
      const bench = this.bench(silent);
      const source = Buffer.from(record.key ?? []).toString();
      try {
        if (this.failures.isQuarantined(source)) throw new Error('quarantined');
        await processRecords(bench, [record]);
        await this.finish(bench.turn, control);
      } catch (cause) {
        if (cause instanceof RetriableError || cause instanceof FatalError) throw cause;
        await this.restore();
        if (record.offset >= this.record.offset) await this.giveUp(record, source, cause, control);
      }
    }
  }

  private async giveUp(record: StoredRecord, source: string, cause: unknown, control: PartitionControl): Promise<void> {
    const reason = this.failures.isQuarantined(source) ? 'quarantined' : 'unexpected';
    if (this.failures.isBroken(source))
      throw new FatalError(
        `stage ${this.stage.name} fails on records of many sources: not a bad record but a bad program`,
        { cause },
      );
    const { turn } = this.bench(false);
    turn.record.offset = record.offset + 1;
    turn.record.entry.to = turn.record.offset;
    turn.record.entry.in += 1;
    turn.deadLetter(
      this.stage.reads.name,
      record,
      reason,
      cause,
      '',
    );
    await this.finish(turn, control);
  }

  /** Produce and await every ack, save, commit. */
  private async finish(turn: Turn, control: PartitionControl): Promise<void> {
    const { world } = this;
    checkpoint(turn.record, this.stage.horizonMs);
    if (!turn.silent && turn.sends.length > 0) await world.producer.send(turn.sends);
    const change = { record: encodeRecord(turn.record), states: this.cache.encode(turn.states), timers: turn.timers };
    if (!(await world.store.save(this.shard, this.version, change))) return this.fenced(control);
    this.version += 1;
    this.record = turn.record;
    this.cache.shrink();
    this.aliveAt = world.clock.now();
    if (this.aliveAt - this.committedAt >= world.options.controlEveryMs) await this.commit(control);
  }

  /** The position is the record's; the group's commit follows it, for lag and for rebuilds. */
  private async commit(control: PartitionControl): Promise<void> {
    if (this.committedOffset === this.record.offset) return;
    await control.commit(this.record.offset, JSON.stringify({ rebuildFrom: rebuildFrom(this.record) }));
    this.committedOffset = this.record.offset;
    this.committedAt = this.world.clock.now();
  }

  private async fenced(control: PartitionControl): Promise<void> {
    const { logger, metrics } = this.world;
    logger.warn(
      { stage: this.stage.name, partition: this.partition },
      'another owner went further, going on from there',
    );
    metrics.count('vedette_fenced_total', { stage: this.stage.name });
    await this.restore();
    control.seek(this.record.offset);
  }

  /** Reads record, timers and, as they are asked for, states anew. False when nothing was ever saved. */
  private async restore(): Promise<boolean> {
    const saved = await this.world.store.open(this.shard);
    this.cache.forget();
    this.version = saved?.version ?? 0;
    this.timers = new Timers(saved?.timers ?? new Map());
    if (saved) this.record = decodeRecord(saved.record);
    return saved !== null;
  }

  private begin(start: number, committed: { offset: number; metadata: string } | null): void {
    const from = committed ? Math.max(start, oldestNeeded(committed.metadata)) : start;
    this.record = newRecord(this.stage.name, this.stage.reads.name, this.partition, from);
    if (!committed) return;
    this.silentUntil = committed.offset;
    const place = { stage: this.stage.name, partition: this.partition, from, to: committed.offset };
    this.world.logger.warn(place, 'state is lost, rebuilding it from the log without sending');
  }

  /**
   * False when the batch lies beyond the expected offset and must be fetched again: it may stem from before a seek.
   * The same gap twice is in the log itself. What retention took before it was read is a loss, counted and shown.
   */
  private async follows(records: readonly StoredRecord[], control: PartitionControl): Promise<boolean> {
    const { offset } = this.record;
    const first = records[0]?.offset ?? offset;
    if (first <= offset) return true;
    const start = (await this.world.broker.offsets(this.stage.reads.name))[this.partition]?.start ?? 0;
    if (start > offset) return this.lose(Math.min(start, first));
    if (this.gapAt === offset) return true;
    this.gapAt = offset;
    control.seek(offset);
    return false;
  }

  private lose(start: number): true {
    const skipped = start - this.record.offset;
    const where = { stage: this.stage.name, partition: this.partition, skipped };
    this.world.logger.error(where, 'retention took records before they were read');
    this.world.metrics.count('vedette_skipped_offsets_total', { stage: this.stage.name }, skipped);
    this.record.entry.skipped += skipped;
    this.record.offset = start;
    this.skipped += skipped;
    return true;
  }

  /** Takes newer tables into force, saved before the first record that is processed with them. False: fenced. */
  private async activate(): Promise<boolean> {
    if (this.record.offset < this.pinnedUntil) return true;
    const newer = [...this.world.tables].filter(
      ([topic, table]) => table.latest() > (this.record.versions[topic] ?? 0),
    );
    if (newer.length === 0) return true;
    for (const [topic, table] of newer) this.record.versions[topic] = table.latest();
    const change = { record: encodeRecord(this.record), states: new Map(), timers: new Map() };
    const saved = await this.world.store.save(this.shard, this.version, change);
    this.version += saved ? 1 : 0;
    return saved;
  }

  private bench(silent: boolean): Bench {
    const { world, stage, room, partition, cache, timers } = this;
    const turn = new Turn(world, stage.name, partition, structuredClone(this.record), silent);
    return { world, stage, room, partition, turn, cache, timers, context: roomContext(world, turn, cache, timers) };
  }

  /** Ledger entry and watermark, when it is time for them. */
  private announcements(turn: Turn, atRest: boolean): boolean {
    const { world, stage, partition } = this;
    const now = world.clock.now();
    const { record } = turn;
    const ended = record.watermark === Number.POSITIVE_INFINITY;
    if (turn.silent) {
      record.entry = openEntry(stage.name, stage.reads.name, partition, record.offset);
      return false;
    }
    if (now - this.announcedAt < world.options.controlEveryMs && !ended) return false;
    this.announcedAt = now;
    const moved = record.watermark > record.announced;
    if (moved) turn.announce(world.partitions.get(stage.reads.name) ?? 1);
    const due = !isEmpty(record.entry) && (atRest || ended || world.options.controlEveryMs > 0);
    if (due) {
      turn.note(PIPELINE_LEDGER, `${stage.name}/${partition}`, record.entry);
      record.entry = openEntry(stage.name, stage.reads.name, partition, record.offset);
    }
    return moved || due;
  }

  private recreated(end: number): string {
    const { name } = this.stage.reads;
    return `${name}/${this.partition} ends at ${end}, but ${this.record.offset} was read before: the topic was recreated. Set VEDETTE_EPOCH to ${this.world.options.epoch + 1} to start over`;
  }
}

const stackOf = (cause: unknown): string =>
  cause instanceof Error ? (cause.stack ?? '').split('\n').slice(1, 6).join('\n') : '';

function oldestNeeded(metadata: string): number {
  try {
    const { rebuildFrom: offset } = JSON.parse(metadata);
    return Number.isSafeInteger(offset) ? offset : 0;
  } catch {
    return 0;
  }
}
