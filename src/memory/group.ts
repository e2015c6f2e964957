import type { BatchHandler, Committed, Consumer, PartitionControl } from '../ports.ts';
import type { PartitionLog } from './log.ts';

interface Member {
  readonly handler: BatchHandler;
  readonly fail: (cause: unknown) => void;
  readonly failed: Promise<never>;
  held: Map<number, Held>;
  lastSeen: number;
}

interface Held {
  readonly abort: AbortController;
  /** null until `assigned` has answered. */
  next: number | null;
}

/** One consumer group on one topic: splits the partitions among its members, keeps the commits. */
export class MemoryGroup {
  readonly logs: readonly PartitionLog[];
  private readonly topic: string;
  private readonly maxBatch: number;
  private readonly commits = new Map<number, Committed>();
  private joined: Member[] = [];
  private busy: Promise<unknown> = Promise.resolve();

  constructor(topic: string, logs: readonly PartitionLog[], maxBatch: number) {
    this.topic = topic;
    this.logs = logs;
    this.maxBatch = maxBatch;
  }

  get members(): number {
    return this.joined.length;
  }

  committed(partition: number): Committed | null {
    return this.commits.get(partition) ?? null;
  }

  async join(handler: BatchHandler): Promise<Consumer> {
    const { promise: failed, reject: fail } = Promise.withResolvers<never>();
    failed.catch(() => {});
    const member: Member = { handler, fail, failed, held: new Map(), lastSeen: 0 };
    await this.exclusive(() => this.rebalance([...this.joined, member]));
    return {
      failed,
      lastSeen: () => member.lastSeen,
      assignment: () => [...member.held.keys()],
      // a batch is served to its end before the next is read
      paused: () => [],
      close: () => {
        for (const held of member.held.values()) held.abort.abort();
        return this.exclusive(() => this.leave(member));
      },
    };
  }

  /** Serves each member what is there now; false when there was nothing. */
  round(): Promise<boolean> {
    return this.exclusive(async () => {
      const ends = this.logs.map((log) => log.end);
      let served = false;
      for (const member of [...this.joined]) served = (await this.serve(member, ends)) || served;
      return served;
    });
  }

  idle(): Promise<void> {
    return this.exclusive(async () => {
      for (const member of [...this.joined]) {
        await this.guarded(member, async () => {
          for (const [partition, held] of member.held) {
            await this.position(member, partition, held);
            await member.handler.idle(partition, this.log(partition).end, this.control(partition, held));
          }
        });
      }
    });
  }

  private async serve(member: Member, ends: readonly number[]): Promise<boolean> {
    let served = false;
    await this.guarded(member, async () => {
      for (const [partition, held] of member.held) {
        const next = await this.position(member, partition, held);
        const records = this.log(partition).read(next, this.maxBatch, ends[partition]);
        const last = records.at(-1);
        if (!last) continue;
        held.next = last.offset + 1;
        served = true;
        const batch = { topic: this.topic, partition, records, endOffset: this.log(partition).end };
        await member.handler.batch(batch, this.control(partition, held));
      }
    });
    return served;
  }

  private async position(member: Member, partition: number, held: Held): Promise<number> {
    if (held.next === null) {
      const asked = await member.handler.assigned(partition, this.control(partition, held));
      held.next ??= asked ?? this.committed(partition)?.offset ?? this.log(partition).start;
    }
    member.lastSeen = Date.now();
    return held.next;
  }

  private control(partition: number, held: Held): PartitionControl {
    return {
      signal: held.abort.signal,
      heartbeat: async () => {},
      commit: async (offset, metadata) => {
        this.commits.set(partition, { offset, metadata });
      },
      seek: (offset) => {
        held.next = offset;
      },
    };
  }

  /** A handler that throws has lost its consumer, as on a real broker; the others take over. */
  private async guarded(member: Member, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      member.fail(cause);
      await this.leave(member);
    }
  }

  private async leave(member: Member): Promise<void> {
    if (this.joined.includes(member)) await this.rebalance(this.joined.filter((one) => one !== member));
  }

  private async rebalance(members: Member[]): Promise<void> {
    for (const member of this.joined) {
      for (const [partition, held] of member.held) {
        held.abort.abort();
        await member.handler.revoked(partition);
      }
      member.held = new Map();
    }
    this.joined = members;
    for (const log of this.logs) {
      members[log.partition % members.length]?.held.set(log.partition, { abort: new AbortController(), next: null });
    }
  }

  private exclusive<T>(work: () => Promise<T>): Promise<T> {
    const done = this.busy.then(work, work);
    this.busy = done.catch(() => {});
    return done;
  }

  private log(partition: number): PartitionLog {
    return this.logs[partition] as PartitionLog;
  }
}
