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
export function openSlot(world: SlotWorld, partition: number, previous: Promise<void>): Slot {
  const { handler, topic } = world;
  const retired = new AbortController();
  let term: Term | null = null;
  let queued = 0;
  let lastWorkAt = performance.now();

  function enqueue(work: () => Promise<void>): Promise<void> {
    queued++;
    tail = tail
      .then(work)
      .catch(world.fatal)
      .then(() => {
        queued--;
        lastWorkAt = performance.now();
      });
    return tail;
  }

  async function begin(): Promise<void> {
    while (!retired.signal.aborted) {
      const fresh: Term = { abort: new AbortController(), next: 0, delivered: 0, sought: null };
      term = fresh;
      try {
        await place(fresh, await handler.assigned(partition, control(fresh)));
        if (!retired.signal.aborted) world.resume(partition);
        return;
      } catch (cause) {
        await pauseAfter(cause);
      }
    }
  }

  /** What retention took is passed over; the handler sees that by the offset of its first record. */
  async function place(at: Term, asked: number | null): Promise<void> {
    const offset = asked ?? (await world.committed(partition)) ?? 0;
    const { start, end } = await world.range(partition);
    if (offset > end)
      throw new Error(
        `${topic}/${partition} ends at ${end}, but ${offset} was read before: the topic was created anew`,
      );
    at.next = Math.max(offset, start);
    at.delivered = at.next;
    if (!at.abort.signal.aborted) world.seek(partition, at.next);
  }

  async function end(): Promise<void> {
    if (!term) return;
    term.abort.abort();
    term = null;
    await handler.revoked(partition);
  }

  /** Throws what cannot be waited for. */
  async function pauseAfter(cause: unknown): Promise<void> {
    await end();
    if (!(cause instanceof RetriableError)) throw cause;
    if (retired.signal.aborted) return;
    world.logger.warn({ topic, partition, error: cause.message }, 'partition given up for a moment');
    await sleep(world.backoffMs, null, { signal: retired.signal }).catch(() => {});
  }

  /** Runs the handler in the current term; after a failure the partition starts over. */
  async function inTerm(work: (at: Term) => Promise<void>): Promise<void> {
    if (!term || retired.signal.aborted) return;
    try {
      await work(term);
    } catch (cause) {
      if (!retired.signal.aborted) world.pause(partition);
      await pauseAfter(cause);
      await begin();
    }
  }

  async function batch(at: Term, fetched: Fetched): Promise<void> {
    // from before a seek, or reset by the library because the offset is out of range: asked for again
    if (fetched.fetchedOffset !== at.next) return place(at, at.next);
    const { records, endOffset } = fetched;
    at.sought = null;
    if (records.length > 0) await handler.batch({ topic, partition, records, endOffset }, control(at));
    at.delivered = at.sought ?? (records.at(-1)?.offset ?? at.next - 1) + 1;
    at.next = at.sought ?? fetched.nextOffset;
    if (!at.abort.signal.aborted) world.seek(partition, at.next);
  }

  async function rest(at: Term, endOffset: number): Promise<void> {
    if (at.next < endOffset) return;
    at.sought = null;
    await handler.idle(partition, at.delivered, control(at));
    if (at.sought === null) return;
    at.next = at.sought;
    at.delivered = at.sought;
    world.seek(partition, at.sought);
  }

  function control(at: Term): PartitionControl {
    return {
      signal: at.abort.signal,
      // handlers never hold up the fetch loop, which heartbeats by itself
      heartbeat: async () => {},
      commit: (offset, metadata) => world.commit(partition, offset, metadata),
      seek: (offset) => {
        at.sought = offset;
      },
    };
  }

  let tail = previous;
  enqueue(begin);
  return {
    take: (fetched) => enqueue(() => inTerm((at) => batch(at, fetched))),
    idle: (endOffset) => void enqueue(() => inTerm((at) => rest(at, endOffset))),
    skipTo(nextOffset) {
      if (term && queued === 0) term.next = Math.max(term.next, nextOffset);
    },
    isQuiet: (forMs) => term !== null && queued === 0 && performance.now() - lastWorkAt >= forMs,
    isOpen: () => term !== null && !retired.signal.aborted,
    retire() {
      retired.abort();
      term?.abort.abort();
      return enqueue(end);
    },
  };
}
