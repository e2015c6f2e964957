import type { Batch, PartitionControl, StoredRecord } from '../ports.ts';
import { RetriableError } from '../stage.ts';
import { announce } from './announce.ts';
import { FatalError, type StageWorld } from './deps.ts';
import { Failures } from './failures.ts';
import { type AnyRoom, type AnyStage, type Bench, processIdle, processRecords } from './process.ts';
import { checkpoint } from './record.ts';
import { roomContext } from './room-context.ts';
import { Shard } from './shard.ts';
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
  private readonly shard: Shard;
  private readonly failures = new Failures();
  private endOffset = 0;
  private aliveAt: number;
  private announcedAt = Number.NEGATIVE_INFINITY;
  /** New versions of tables wait until the records that another owner may have seen are through. */
  private pinnedUntil = 0;
  private gapAt = -1;
  private skipped = 0;

  constructor(world: StageWorld, stage: AnyStage, room: AnyRoom, partition: number) {
    this.world = world;
    this.stage = stage;
    this.room = room;
    this.partition = partition;
    this.shard = new Shard(world, stage.name, stage.reads.name, partition, stage.state);
    this.aliveAt = world.clock.now();
  }

  status(): PartitionStatus {
    const { partition, endOffset, aliveAt, skipped } = this;
    const { offset, watermark } = this.shard.record;
    return { partition, offset, endOffset, watermark, aliveAt, skipped };
  }

  /** Loads what the last owner saved and answers the offset to start at. */
  async assigned(control: PartitionControl): Promise<number> {
    return this.persistently(control, async () => {
      const { broker, logger } = this.world;
      const topic = this.stage.reads.name;
      const { start, end } = (await broker.offsets(topic))[this.partition] ?? { start: 0, end: 0 };
      const committed = (await broker.committed(`vedette.${this.stage.name}`, topic))[this.partition] ?? null;
      const saved = await this.shard.restore();
      if (!saved) this.shard.begin(start, committed);
      const { offset } = this.shard.record;
      if (offset > end) throw new FatalError(this.recreated(offset, end));
      if (!saved && committed)
        logger.warn({ ...this.where(), from: offset }, 'state is lost, rebuilding it from the log without sending');
      this.endOffset = end;
      this.pinnedUntil = saved ? end : 0;
      return offset;
    });
  }

  async batch(batch: Batch, control: PartitionControl): Promise<void> {
    this.endOffset = batch.endOffset;
    const silent = batch.records.filter((one) => one.offset < this.shard.silentUntil);
    if (silent.length > 0) await this.persistently(control, () => this.turn(silent, true, control));
    await this.persistently(control, () => this.turn(batch.records, false, control));
  }

  async idle(endOffset: number, control: PartitionControl): Promise<void> {
    this.endOffset = endOffset;
    await this.persistently(control, async () => {
      const bench = this.bench(false);
      if (this.shard.record.offset >= endOffset) await processIdle(bench, this.world.clock.now());
      const said = announce(bench);
      if (said || bench.turn.states.size > 0) await this.finish(bench.turn, control);
      await this.shard.commit(control, this.world.clock.now(), 0);
      this.aliveAt = this.world.clock.now();
    });
  }

  /** Runs until it works: a broken world is waited for, never dead-lettered. */
  private async persistently<T>(control: PartitionControl, work: () => Promise<T>): Promise<T> {
    const { clock, logger, options, metrics } = this.world;
    const startedAt = clock.now();
    for (let attempt = 0; ; attempt++) {
      try {
        if (attempt > 0) await this.shard.restore();
        return await work();
      } catch (cause) {
        if (!(cause instanceof RetriableError) || control.signal.aborted) throw cause;
        if (clock.now() - startedAt > options.retryLimitMs)
          throw new FatalError(`${this.shard.name}: gave up waiting: ${cause.message}`, { cause });
        logger.warn({ ...this.where(), attempt, cause: cause.message }, 'the world is broken, trying again');
        metrics.count('vedette_retries_total', { stage: this.stage.name });
        await clock.sleep(BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] as number, control.signal);
        await control.heartbeat();
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
    this.announceInTime(bench);
    await this.finish(bench.turn, control);
  }

  private announceInTime(bench: Bench): void {
    const now = this.world.clock.now();
    const ended = bench.turn.record.watermark === Number.POSITIVE_INFINITY;
    if (!bench.turn.silent && !ended && now - this.announcedAt < this.world.options.controlEveryMs) return;
    this.announcedAt = now;
    announce(bench);
  }

  /** Some record makes the room throw: each for itself, so that its neighbours are unharmed. */
  private async narrow(
    records: readonly StoredRecord[],
    silent: boolean,
    control: PartitionControl,
    first: unknown,
  ): Promise<void> {
    await this.shard.restore();
    const error = first instanceof Error ? first.name : 'none';
    this.world.logger.error({ ...this.where(), error, stack: stackOf(first) }, 'a record failed, trying one by one');
    for (const record of records) {
      const bench = this.bench(silent);
      const source = Buffer.from(record.key ?? []).toString();
      try {
        if (this.failures.isQuarantined(source)) throw new Error('quarantined');
        await processRecords(bench, [record]);
        await this.finish(bench.turn, control);
      } catch (cause) {
        if (cause instanceof RetriableError || cause instanceof FatalError) throw cause;
        await this.shard.restore();
        if (record.offset >= this.shard.record.offset) await this.giveUp(record, source, cause, control);
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
    turn.deadLetter(this.stage.reads.name, record, reason, cause, '');
    await this.finish(turn, control);
  }

  /** Produce and await every ack, save, commit. */
  private async finish(turn: Turn, control: PartitionControl): Promise<void> {
    const { world, shard } = this;
    checkpoint(turn.record, this.stage.horizonMs);
    if (!turn.silent && turn.sends.length > 0) await world.producer.send(turn.sends);
    if (!(await shard.save(turn.record, turn.states, turn.timers))) return this.fenced(control);
    this.measure(turn);
    this.aliveAt = world.clock.now();
    await shard.commit(control, this.aliveAt, world.options.controlEveryMs);
  }

  private measure({ outcomes }: Turn): void {
    for (const [outcome, count] of Object.entries(outcomes)) {
      this.world.metrics.count('vedette_records_total', { stage: this.stage.name, outcome }, count);
    }
  }

  private async fenced(control: PartitionControl): Promise<void> {
    this.world.logger.warn(this.where(), 'another owner went further, going on from there');
    this.world.metrics.count('vedette_fenced_total', { stage: this.stage.name });
    await this.shard.restore();
    control.seek(this.shard.record.offset);
  }

  /**
   * False when the batch lies beyond the expected offset and must be fetched again: it may stem from before a seek.
   * The same gap twice is in the log itself. What retention took before it was read is a loss, counted and shown.
   */
  private async follows(records: readonly StoredRecord[], control: PartitionControl): Promise<boolean> {
    const { offset } = this.shard.record;
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
    const skipped = start - this.shard.record.offset;
    this.world.logger.error({ ...this.where(), skipped }, 'retention took records before they were read');
    this.world.metrics.count('vedette_skipped_offsets_total', { stage: this.stage.name }, skipped);
    this.shard.record.entry.skipped += skipped;
    this.shard.record.offset = start;
    this.skipped += skipped;
    return true;
  }

  /** Takes newer tables into force, saved before the first record that is processed with them. False: fenced. */
  private async activate(): Promise<boolean> {
    const { record } = this.shard;
    if (record.offset < this.pinnedUntil) return true;
    const newer = [...this.world.tables].filter(([topic, table]) => table.latest() > (record.versions[topic] ?? 0));
    if (newer.length === 0) return true;
    for (const [topic, table] of newer) record.versions[topic] = table.latest();
    return this.shard.save(record, [], new Map());
  }

  private bench(silent: boolean): Bench {
    const { world, stage, room, partition, shard } = this;
    const { cache, timers } = shard;
    const turn = new Turn(world, stage.name, partition, structuredClone(shard.record), silent);
    return { world, stage, room, partition, turn, cache, timers, context: roomContext(world, turn, cache, timers) };
  }

  private where(): { stage: string; partition: number } {
    return { stage: this.stage.name, partition: this.partition };
  }

  private recreated(offset: number, end: number): string {
    const { name } = this.stage.reads;
    return `${name}/${this.partition} ends at ${end}, but ${offset} was read before: the topic was recreated. Set VEDETTE_EPOCH to ${this.world.options.epoch + 1} to start over`;
  }
}

const stackOf = (cause: unknown): string =>
  cause instanceof Error ? (cause.stack ?? '').split('\n').slice(1, 6).join('\n') : '';
