import type { Batch, PartitionControl, StoredRecord } from '../ports.ts';
import { RetriableError } from '../stage.ts';
import { announce, enterSkipped } from './announce.ts';
import { benchFor } from './bench.ts';
import { FatalError, FencedError, recreated, type StageWorld } from './deps.ts';
import { Failures, traceOf } from './failures.ts';
import { gapBefore, tellLost } from './gaps.ts';
import { openEntry } from './ledger.ts';
import { type PartitionStatus, statusOf } from './partition-status.ts';
import { persistently } from './persistently.ts';
import { type AnyRoom, type AnyStage, type Bench, giveUp, processIdle, processRecords } from './process.ts';
import { checkpoint, endRebuild } from './record.ts';
import { type Found, Shard } from './shard.ts';
import { holdVersions, newerVersions } from './tables.ts';
import { type Place, rangeOf, takeOver } from './take-over.ts';
import type { Turn } from './turn.ts';
import { turnLength } from './turn-length.ts';

/**
 * One partition of one stage: decode, process, produce and await every ack, save, commit.
 * The order is the guarantee: a crash before the save repeats the batch from the old state with the same
 * ids, a crash after it repeats nothing.
 */
export class PartitionLoop implements Place {
  readonly world: StageWorld;
  readonly stage: AnyStage;
  readonly partition: number;
  private readonly room: AnyRoom;
  private readonly shard: Shard;
  private readonly failures = new Failures();
  private endOffset = 0;
  private aliveAt: number;
  private announcedAt = Number.NEGATIVE_INFINITY;
  /** New versions of tables wait until the records that another owner may have seen are through. */
  private pinnedUntil = 0;
  private gapAt = -1;
  /** In a row, without a save between. */
  private fences = 0;
  /** Something failed: what is in memory may not be what is saved. */
  private isStale = false;
  private waiting: PartitionStatus['waiting'] = null;

  constructor(world: StageWorld, stage: AnyStage, room: AnyRoom, partition: number) {
    this.world = world;
    this.stage = stage;
    this.room = room;
    this.partition = partition;
    this.shard = new Shard(world, stage.name, stage.reads.name, partition, stage.state);
    this.aliveAt = world.clock.now();
  }

  status(): PartitionStatus {
    const { partition, endOffset, aliveAt, waiting } = this;
    return statusOf({ partition, endOffset, aliveAt, waiting }, this.shard.record, Boolean(this.room.advance));
  }

  /** Loads what the last owner saved and answers the offset to start at. */
  async assigned(control: PartitionControl): Promise<number> {
    return this.persistently(control, async () => {
      await this.takeOver();
      const { offset } = this.shard.record;
      if (offset > this.endOffset)
        throw recreated(`${this.stage.reads.name}/${this.partition}`, offset, this.endOffset, this.world.options.epoch);
      return offset;
    });
  }

  private async takeOver(): Promise<Found> {
    const { found, end } = await takeOver(this, this.shard);
    if (end !== null) {
      this.endOffset = end;
      this.pinnedUntil = end;
    }
    return found;
  }

  /** Reads what is saved anew. False when it was lost: a rebuild has begun, and the batch at hand is void. */
  private async reload(control: PartitionControl): Promise<boolean> {
    const found = await this.takeOver();
    if (found === 'lost') control.seek(this.shard.record.offset);
    this.isStale = false;
    return found !== 'lost';
  }

  /** Ends early when the partition is taken away; what remains is read again by its next owner. */
  async batch(batch: Batch, control: PartitionControl): Promise<void> {
    this.endOffset = batch.endOffset;
    for (let rest = batch.records; rest.length > 0 && !control.signal.aborted; ) {
      const records = rest.slice(0, turnLength(rest, this.shard.record));
      const startedAt = this.world.clock.now();
      if (!(await this.persistently(control, () => this.turn(records, control)))) return;
      const seconds = (this.world.clock.now() - startedAt) / 1000;
      this.world.metrics.observe('vedette_batch_seconds', { stage: this.stage.name }, seconds);
      rest = rest.slice(records.length);
    }
  }

  async idle(endOffset: number, control: PartitionControl): Promise<void> {
    this.endOffset = endOffset;
    await this.persistently(control, async () => {
      if (this.isStale && !(await this.reload(control))) return;
      if (!(await this.rest(endOffset, control))) return;
      await this.shard.commit(control);
      this.aliveAt = this.world.clock.now();
    });
  }

  /** Lets time go on and says what is left to say. False: fenced. */
  private async rest(endOffset: number, control: PartitionControl): Promise<boolean> {
    if (!(await this.follows(endOffset, control))) return false;
    const bench = this.bench(false);
    try {
      await this.passTime(bench);
    } catch (cause) {
      if (cause instanceof FencedError) return this.fenced(control);
      throw cause;
    }
    const said = announce(bench);
    return (!said && bench.turn.states.size === 0) || this.finish(bench.turn, control);
  }

  /** The first stage has read all there is: time goes on. Only an end of the log that was asked for after the clock was read proves that nothing older waits there. */
  private async passTime(bench: Bench): Promise<void> {
    if (!bench.room.advance || this.world.options.trustSource) return;
    const now = this.world.clock.now();
    const { end } = await rangeOf(this);
    if (bench.turn.record.offset >= end) await processIdle(bench, now);
  }

  private async persistently<T>(control: PartitionControl, work: () => Promise<T>): Promise<T> {
    const done = await persistently(this.world, this.where(), control, work, (outage) => {
      this.waiting = { outage, since: this.waiting?.since ?? this.world.clock.now() };
      this.isStale = true;
      this.pin();
    });
    this.waiting = null;
    return done;
  }

  /** What may have been sent before is repeated with the versions of tables that it was made with. */
  private pin(): void {
    this.pinnedUntil = Math.max(this.pinnedUntil, this.endOffset);
  }

  /** False when the position has changed and the rest of the batch is void. */
  private async turn(records: readonly StoredRecord[], control: PartitionControl): Promise<boolean> {
    if (this.isStale && !(await this.reload(control))) return false;
    if (!(await this.follows((records[0] as StoredRecord).offset, control))) return false;
    if (!(await this.activate())) return this.fenced(control);
    return this.attempt(records, control, true);
  }

  private async attempt(
    records: readonly StoredRecord[],
    control: PartitionControl,
    isFirst: boolean,
  ): Promise<boolean> {
    const { offset, silentUntil } = this.shard.record;
    // records before the position are passed over: they may lie in a rebuild that another owner has ended
    const isSilent = Math.max((records[0] as StoredRecord).offset, offset) < silentUntil;
    const isQuarantined = (stored: StoredRecord) => !isFirst && this.failures.isQuarantined(stored);
    const bench = { ...this.bench(isSilent), isQuarantined };
    try {
      const isCurrent = this.shard.isCurrent();
      isCurrent.catch(() => {});
      await processRecords(bench, records);
      // after the fetch, before the send: see take-over.ts
      if (!(await isCurrent)) return this.fenced(control);
      this.announceInTime(bench);
      await this.send(bench.turn);
    } catch (cause) {
      if (cause instanceof FencedError) return this.fenced(control);
      if (cause instanceof RetriableError || cause instanceof FatalError) throw cause;
      if (isFirst) this.world.logger.error({ ...this.where(), ...traceOf(cause) }, 'a record failed, looking for it');
      return this.narrow(records, control, cause);
    }
    this.failures.passed(records.length);
    return this.save(bench.turn, control);
  }

  private announceInTime(bench: Bench): void {
    const now = this.world.clock.now();
    const ended = bench.turn.record.watermark === Number.POSITIVE_INFINITY;
    if (!ended && now - this.announcedAt < this.world.options.controlEveryMs) return;
    this.announcedAt = now;
    announce(bench);
  }

  /** Some record makes the room throw, or cannot be sent: halves, so that its neighbours are unharmed and cost little. */
  private async narrow(records: readonly StoredRecord[], control: PartitionControl, cause: unknown): Promise<boolean> {
    // what was announced went down with the attempt
    this.announcedAt = Number.NEGATIVE_INFINITY;
    if (!(await this.reload(control))) return false;
    if (records.length === 1) return this.giveUp(records[0] as StoredRecord, control, cause);
    const middle = records.length >> 1;
    return (
      (await this.attempt(records.slice(0, middle), control, false)) &&
      this.attempt(records.slice(middle), control, false)
    );
  }

  private async giveUp(stored: StoredRecord, control: PartitionControl, cause: unknown): Promise<boolean> {
    const { offset, silentUntil } = this.shard.record;
    if (stored.offset < offset) return true;
    const reason = this.failures.isQuarantined(stored) ? 'quarantined' : 'unexpected';
    if (this.failures.isBroken(stored))
      throw new FatalError(
        `stage ${this.stage.name} fails on records of many sources: not a bad record but a bad program`,
        { cause },
      );
    const bench = this.bench(stored.offset < silentUntil);
    giveUp(bench, stored, reason, cause);
    return this.finish(bench.turn, control);
  }

  /** Produce and await every ack, save, commit. */
  private async finish(turn: Turn, control: PartitionControl): Promise<boolean> {
    await this.send(turn);
    return this.save(turn, control);
  }

  private async send({ silent, sends }: Turn): Promise<void> {
    if (!silent && sends.length > 0) await this.world.producer.send(sends);
  }

  private async save(turn: Turn, control: PartitionControl): Promise<boolean> {
    const { world, shard, stage } = this;
    const { record } = turn;
    checkpoint(record, stage.horizonMs);
    if (turn.silent) {
      record.entry = openEntry(stage.name, stage.reads.name, this.partition, record.offset);
      endRebuild(record);
    }
    if (!(await shard.save(record, turn.states, turn.timers))) return this.fenced(control);
    this.fences = 0;
    turn.measure();
    this.aliveAt = world.clock.now();
    await shard.commit(control);
    return true;
  }

  private async fenced(control: PartitionControl): Promise<false> {
    this.world.logger.warn(this.where(), 'another owner went further, going on from there');
    this.world.metrics.count('vedette_fenced_total', { stage: this.stage.name });
    // two that believe in their assignment shut each other out in turn: one lets the other work
    if (this.fences > 0) await this.world.clock.sleep(Math.min(100 * 2 ** this.fences, 2000), control.signal);
    this.fences += 1;
    await this.reload(control);
    control.seek(this.shard.record.offset);
    return false;
  }

  /**
   * False when what is read next lies beyond the expected offset and must be fetched again: the fetch may stem from before
   * a seek, or a rebuild has begun. The same gap twice is in the log itself. What retention took before it was read is a
   * loss, counted and shown.
   */
  private async follows(first: number, control: PartitionControl): Promise<boolean> {
    const isGap = first > this.shard.record.offset;
    if (isGap && !(await this.countLost(first, control))) return false;
    const { offset } = this.shard.record;
    if (first > offset && this.gapAt !== offset) {
      this.gapAt = offset;
      control.seek(offset);
      return false;
    }
    // a gap at the same place later is another one: a second rebuild begins where the first did
    this.gapAt = -1;
    return true;
  }

  /** Passes over what retention took of the offsets before `end`; it is entered in the ledger and saved at once. False: fenced. */
  private async countLost(end: number, control: PartitionControl): Promise<boolean> {
    const gap = await gapBefore(end, this, this.shard.record);
    if (!gap) return true;
    const bench = this.bench(gap.isSilent);
    enterSkipped(bench, gap.to);
    if (!(await this.finish(bench.turn, control))) return false;
    if (!gap.isSilent) tellLost(this, gap);
    return this.countLost(end, control);
  }

  /** Takes newer tables into force, saved before the first record that is processed with them. False: fenced. */
  private async activate(): Promise<boolean> {
    const { record } = this.shard;
    const newer = newerVersions(this.world.tables, record.versions);
    if (record.offset < this.pinnedUntil || Object.keys(newer).length === 0) return true;
    const versions = { ...record.versions, ...newer };
    await holdVersions(this.world.tables, this.partition, versions);
    return this.shard.save({ ...record, versions }, [], new Map());
  }

  private bench(silent: boolean): Bench {
    return benchFor(this, this.room, this.shard, silent);
  }

  private where(): { stage: string; partition: number } {
    return { stage: this.stage.name, partition: this.partition };
  }
}
