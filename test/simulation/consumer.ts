import { TELEMETRY_RAW } from '../../src/domain/contracts.gen.ts';
import type { BatchHandler, Consumer, PartitionControl, StoredRecord } from '../../src/ports.ts';
import { RetriableError } from '../../src/stage.ts';
import type { Coordinator, Member } from './coordinator.ts';
import type { Plan } from './plan.ts';
import type { SimProcess } from './process.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import type { KafkaServer } from './server.ts';

const BACKOFF_MS = 1000;
const HEARTBEAT_MS = 1500;
/** A member that was thrown out and does not know it yet can go on for so long. */
const BLIND_MS = 15_000;

export interface ConsumerWorld {
  readonly server: KafkaServer;
  readonly coordinator: Coordinator;
  readonly process: SimProcess;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly plan: Plan;
  readonly topic: string;
  readonly handler: BatchHandler;
}

interface Slot {
  readonly generation: number;
  readonly retired: AbortController;
  /** Ends the wait of a fetch. */
  wake: () => void;
}

interface Fetched {
  readonly records: readonly StoredRecord[];
  readonly endOffset: number;
}

/** A consumer of the real shape: slots that begin with `assigned`, give up for a moment on a broken world, end with `revoked`. */
export class SimConsumer implements Consumer, Member {
  readonly name: string;
  readonly failed: Promise<never>;
  private readonly world: ConsumerWorld;
  private readonly fail: (cause: unknown) => void;
  private slots = new Map<number, Slot>();
  /** Ends when the last owner of the partition in this process has let go. */
  private tails = new Map<number, Promise<void>>();
  private isClosing = false;
  private seen = 0;

  constructor(world: ConsumerWorld) {
    this.world = world;
    this.name = world.process.name;
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    this.fail = reject;
    promise.catch(() => {});
  }

  lastSeen(): number {
    return this.seen;
  }

  assignment(): readonly number[] {
    return [...this.slots.keys()];
  }

  /** A batch is served to its end before the next is read. */
  paused(): readonly number[] {
    return [];
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.retire();
    await this.world.process.sleep(1);
    this.world.coordinator.leave(this);
  }

  giveBack(done: () => void): void {
    const { process, random } = this.world;
    process.after(random.between(1, HEARTBEAT_MS), 'heartbeat', () => {
      void this.retire().then(() => process.after(1, 'rejoins', () => this.isClosing || done()));
    });
  }

  assign(partitions: readonly number[], generation: number): void {
    this.world.process.after(this.world.random.between(1, 30), `is given ${partitions}`, () => {
      if (this.isClosing || this.world.coordinator.generation !== generation) return;
      for (const partition of partitions) this.open(partition, generation);
    });
  }

  /** After a stop the process hears that the group has gone on without it; until then it believes what it knew. */
  learnsOfExpulsion(): void {
    const { process, random, coordinator } = this.world;
    const blind = random.chance(0.3) ? random.between(0, BLIND_MS) : random.between(0, HEARTBEAT_MS);
    process.after(blind, 'heartbeat', () => {
      if (coordinator.has(this) || this.isClosing) return;
      void this.retire().then(() => process.after(1, 'joins again', () => coordinator.join(this)));
    });
  }

  private async retire(): Promise<void> {
    for (const slot of this.slots.values()) {
      slot.retired.abort();
      slot.wake();
    }
    this.slots.clear();
    await Promise.all(this.tails.values());
  }

  private open(partition: number, generation: number): void {
    const slot: Slot = { generation, retired: new AbortController(), wake: () => {} };
    this.slots.get(partition)?.retired.abort();
    this.slots.set(partition, slot);
    const before = this.tails.get(partition) ?? Promise.resolve();
    const tail = before.then(() => this.serve(partition, slot));
    this.tails.set(partition, tail);
  }

  private async serve(partition: number, slot: Slot): Promise<void> {
    const { handler, process } = this.world;
    while (!slot.retired.signal.aborted) {
      const term = new AbortController();
      const end = () => term.abort();
      slot.retired.signal.addEventListener('abort', end, { once: true });
      try {
        await this.term(partition, slot, term.signal);
      } catch (cause) {
        if (!(cause instanceof RetriableError)) {
          this.fail(cause);
          return;
        }
        term.abort();
        await handler.revoked(partition);
        await process.sleep(BACKOFF_MS, slot.retired.signal);
        continue;
      }
      await handler.revoked(partition);
    }
  }

  private async term(partition: number, slot: Slot, signal: AbortSignal): Promise<void> {
    const { handler, topic, coordinator } = this.world;
    let sought: number | null = null;
    const control: PartitionControl = {
      signal,
      heartbeat: async () => {},
      commit: async (offset, metadata) => {
        return this.world.process.call('commit', () =>
          coordinator.commit(this, slot.generation, partition, { offset, metadata }),
        );
      },
      seek: (offset) => {
        sought = offset;
      },
    };
    const asked = await handler.assigned(partition, control);
    let next = asked ?? coordinator.commits.get(partition)?.offset ?? 0;
    while (!signal.aborted) {
      const { records, endOffset } = await this.fetch(partition, next, slot);
      if (signal.aborted) return;
      this.seen = this.world.scheduler.now;
      sought = null;
      if (records.length > 0) await handler.batch({ topic, partition, records, endOffset }, control);
      else if (!this.isAtRest(partition, endOffset)) {
        await handler.idle(partition, next, control);
        if (this.world.server.isClosed) this.world.server.rested.add(`${topic}/${partition}`);
      }
      next = sought ?? (records.at(-1)?.offset ?? next - 1) + 1;
    }
  }

  /** At the end of the history the first stage is not told any more that time goes on, else it would never end. */
  private isAtRest(partition: number, endOffset: number): boolean {
    const { server, topic, plan, coordinator } = this.world;
    if (!server.isClosed || plan.mode !== 'live' || topic !== TELEMETRY_RAW.name) return false;
    return server.rested.has(`${topic}/${partition}`) && coordinator.commits.get(partition)?.offset === endOffset;
  }

  /** Waits at the broker until there is something, or for one tick. */
  private fetch(partition: number, offset: number, slot: Slot): Promise<Fetched> {
    const { process, server, topic, plan, random, scheduler } = this.world;
    const log = server.log(topic, partition);
    const look = (): Fetched => {
      const records = log.read(offset, random.int(1, plan.maxBatch));
      return { records, endOffset: log.end };
    };
    return process.call(
      'fetch',
      () =>
        new Promise<Fetched>((resolve) => {
          if (log.end > offset || slot.retired.signal.aborted) return resolve(look());
          const answer = () => resolve(look());
          const tick = scheduler.after(plan.tickMs * random.between(0.5, 1.5), `${this.name} nothing to fetch`, answer);
          server.onAppend(log, () => {
            tick.cancelled = true;
            answer();
          });
          slot.wake = answer;
          return undefined;
        }),
    );
  }
}
