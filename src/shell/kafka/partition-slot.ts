import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchHandler, Logger, PartitionControl, StoredRecord } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';

/** What a slot asks of the consumer that it belongs to. */
export interface SlotWorld {
  readonly topic: string;
  readonly handler: BatchHandler;
  readonly logger: Logger;
  /** Time between a failure and the next attempt. */
  readonly backoffMs: number;
  pause(partition: number): void;
  resume(partition: number): void;
  /** The next fetch starts there. */
  seek(partition: number, offset: number): void;
  commit(partition: number, offset: number, metadata: string): Promise<void>;
  committed(partition: number): Promise<number | null>;
  range(partition: number): Promise<{ readonly start: number; readonly end: number }>;
  /** The handler threw what no repetition mends. */
  fatal(cause: unknown): void;
}

export interface Fetched {
  /** What the fetch asked for. */
  readonly fetchedOffset: number;
  readonly records: readonly StoredRecord[];
  /** Behind the last offset of the batch, which may belong to no record. */
  readonly nextOffset: number;
  readonly endOffset: number;
}

/** One partition while it is ours. All calls of the handler for it come one after the other. */
export interface Slot {
  /** Hands a batch to the handler; resolves, never rejects, when it is done with. */
  take(fetched: Fetched): Promise<void>;
  /** The fetch has passed over offsets that hold no records. */
  skipTo(nextOffset: number): void;
  /** Nothing was fetched for a while: tells the handler so if the log does end here. */
  idle(endOffset: number): void;
  /** Assigned, and not at work for so long. */
  isQuiet(forMs: number): boolean;
  isOpen(): boolean;
  /** The partition is no longer ours; resolves when the handler has let go of it. */
  retire(): Promise<void>;
}

/** From an answer of `assigned` to the next `revoked`. */
interface Term {
  readonly abort: AbortController;
  /** Offset that the next batch must have been fetched at. */
  next: number;
  /** Behind the last record that was handed over. */
  delivered: number;
  sought: number | null;
}

/** Opens a slot: asks the handler where to start once `previous`, the last owner in this process, has let go. */
export const openSlot = (world: SlotWorld, partition: number, previous: Promise<void>): Slot =>
  new PartitionSlot(world, partition, previous);

class PartitionSlot implements Slot {
  private readonly world: SlotWorld;
  private readonly partition: number;
  private readonly retired = new AbortController();
  private term: Term | null = null;
  private tail: Promise<void>;
  private queued = 0;
  private lastWorkAt = performance.now();

  constructor(world: SlotWorld, partition: number, previous: Promise<void>) {
    this.world = world;
    this.partition = partition;
    this.tail = previous;
    this.enqueue(() => this.begin());
  }

  take(fetched: Fetched): Promise<void> {
    return this.enqueue(() => this.inTerm((term) => this.batch(term, fetched)));
  }

  skipTo(nextOffset: number): void {
    if (this.term && this.queued === 0) this.term.next = Math.max(this.term.next, nextOffset);
  }

  idle(endOffset: number): void {
    this.enqueue(() => this.inTerm((term) => this.rest(term, endOffset)));
  }

  isQuiet(forMs: number): boolean {
    return this.term !== null && this.queued === 0 && performance.now() - this.lastWorkAt >= forMs;
  }

  isOpen(): boolean {
    return this.term !== null && !this.isRetired();
  }

  retire(): Promise<void> {
    this.retired.abort();
    this.term?.abort.abort();
    return this.enqueue(() => this.end());
  }

  private isRetired(): boolean {
    return this.retired.signal.aborted;
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    this.queued++;
    this.tail = this.tail
      .then(work)
      .catch(this.world.fatal)
      .then(() => {
        this.queued--;
        this.lastWorkAt = performance.now();
      });
    return this.tail;
  }

  private async begin(): Promise<void> {
    const { world, partition } = this;
    while (!this.isRetired()) {
      const term: Term = { abort: new AbortController(), next: 0, delivered: 0, sought: null };
      this.term = term;
      try {
        await this.place(term, await world.handler.assigned(partition, this.control(term)));
        if (!this.isRetired()) world.resume(partition);
        return;
      } catch (cause) {
        await this.pauseAfter(cause);
      }
    }
  }

  /** What retention took is passed over; the handler sees that by the offset of its first record. */
  private async place(term: Term, asked: number | null): Promise<void> {
    const { world, partition } = this;
    const offset = asked ?? (await world.committed(partition)) ?? 0;
    const { start, end } = await world.range(partition);
    if (offset > end) {
      const place = `${world.topic}/${partition}`;
      throw new Error(`${place} ends at ${end}, but ${offset} was read before: the topic was created anew`);
    }
    term.next = Math.max(offset, start);
    term.delivered = term.next;
    this.seek(term);
  }

  private seek(term: Term): void {
    if (!term.abort.signal.aborted) this.world.seek(this.partition, term.next);
  }

  private async end(): Promise<void> {
    if (!this.term) return;
    this.term.abort.abort();
    this.term = null;
    await this.world.handler.revoked(this.partition);
  }

  /** Throws what cannot be waited for. */
  private async pauseAfter(cause: unknown): Promise<void> {
    const { world, partition, retired } = this;
    await this.end();
    if (!(cause instanceof RetriableError)) throw cause;
    if (this.isRetired()) return;
    world.logger.warn({ topic: world.topic, partition, error: cause.message }, 'partition given up for a moment');
    await sleep(world.backoffMs, null, { signal: retired.signal }).catch(() => {});
  }

  /** Runs the handler in the current term; after a failure the partition starts over. */
  private async inTerm(work: (term: Term) => Promise<void>): Promise<void> {
    if (!this.term || this.isRetired()) return;
    try {
      await work(this.term);
    } catch (cause) {
      if (!this.isRetired()) this.world.pause(this.partition);
      await this.pauseAfter(cause);
      await this.begin();
    }
  }

  private async batch(term: Term, { fetchedOffset, records, nextOffset, endOffset }: Fetched): Promise<void> {
    const { world, partition } = this;
    // from before a seek, or reset by the library because the offset is out of range: asked for again
    if (fetchedOffset !== term.next) return this.place(term, term.next);
    term.sought = null;
    await world.handler.batch({ topic: world.topic, partition, records, endOffset }, this.control(term));
    term.delivered = term.sought ?? (records.at(-1)?.offset ?? term.next - 1) + 1;
    term.next = term.sought ?? nextOffset;
    this.seek(term);
  }

  private async rest(term: Term, endOffset: number): Promise<void> {
    if (term.next < endOffset) return;
    term.sought = null;
    await this.world.handler.idle(this.partition, term.delivered, this.control(term));
    if (term.sought === null) return;
    term.next = term.sought;
    term.delivered = term.sought;
    this.seek(term);
  }

  private control(term: Term): PartitionControl {
    return {
      signal: term.abort.signal,
      // handlers never hold up the fetch loop, which heartbeats by itself
      heartbeat: async () => {},
      commit: (offset, metadata) => this.world.commit(this.partition, offset, metadata),
      seek: (offset) => {
        term.sought = offset;
      },
    };
  }
}
