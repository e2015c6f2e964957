import { setTimeout as sleep } from 'node:timers/promises';
import type { AnyTopic } from '../domain/topic.ts';
import type { Broker, Committed, Producer, Send, StoredRecord } from '../ports.ts';
import { MemoryGroup } from './group.ts';
import { PartitionLog } from './log.ts';

export interface MemoryBrokerOptions {
  readonly topics: readonly Pick<AnyTopic, 'name' | 'partitions'>[];
  /** Append times. */
  readonly now: () => number;
  /** Records a batch, at most. */
  readonly maxBatch?: number;
  /** `manual`: nothing is delivered but by `pump`, in a fixed order. `auto`: consumers are served as records come. */
  readonly drive: 'manual' | 'auto';
  /** Forget what every group has committed: for runs that are longer than the memory. */
  readonly trim?: boolean;
}

export interface MemoryBroker extends Broker {
  /**
   * Serves every consumer once, all side by side, each with what was there when the round began.
   * The partitions of one consumer are served one after the other, so the same input gives the same logs.
   * Answers false when there was nothing to serve.
   */
  pump(): Promise<boolean>;
  /** Calls `idle` for every assigned partition, as the real consumer does about once a second. */
  tick(): Promise<void>;
  /** Cuts the head of a partition, as retention does. */
  expire(topic: string, partition: number, beforeOffset: number): void;
}

/** An honest broker in memory: partitions, offsets, groups with commits and rebalances. */
export function memoryBroker(options: MemoryBrokerOptions): MemoryBroker {
  const logs = new Map(options.topics.map((t) => [t.name, partitionLogs(t.partitions)]));
  const groups = new Map<string, MemoryGroup>();
  const follows = new Set<() => void>();
  let driving = false;
  let closed = false;

  const logsOf = (topic: string): readonly PartitionLog[] => {
    const found = logs.get(topic);
    if (!found) throw new Error(`topic ${topic} does not exist`);
    return found;
  };

  async function pump(): Promise<boolean> {
    // The last stages first: what they wait for outside this thread goes on while the first stages work
    const served = await Promise.all([...groups.values()].reverse().map((group) => group.round()));
    if (options.trim) trimCommitted(groups.values());
    return served.some(Boolean);
  }

  async function drive(): Promise<void> {
    if (driving || options.drive === 'manual') return;
    driving = true;
    let lastTick = Date.now();
    while (!closed && [...groups.values()].some((group) => group.members > 0)) {
      if (!(await pump())) await sleep(1);
      if (Date.now() - lastTick >= 1000) {
        lastTick = Date.now();
        await tick();
      }
    }
    driving = false;
  }

  async function tick(): Promise<void> {
    for (const group of groups.values()) await group.idle();
  }

  const producer: Producer = {
    async send(records) {
      for (const record of records) append(logsOf(record.topic), record, options.now());
      for (const wake of follows) wake();
    },
    async close() {},
  };

  return {
    pump,
    tick,
    producer: async () => producer,
    async consume({ group: name, topic, handler }) {
      const id = `${name} ${topic}`;
      const group = groups.get(id) ?? new MemoryGroup(topic, logsOf(topic), options.maxBatch ?? 500);
      groups.set(id, group);
      const member = await group.join(handler);
      void drive();
      return member;
    },
    partitions: async (topic) => logs.get(topic)?.length ?? null,
    offsets: async (topic) => logsOf(topic).map(({ start, end }) => ({ start, end })),
    async committed(group, topic): Promise<readonly (Committed | null)[]> {
      const found = groups.get(`${group} ${topic}`);
      return logsOf(topic).map((_, partition) => found?.committed(partition) ?? null);
    },
    async *readAll(topic) {
      for (const log of logsOf(topic)) yield* log.read(log.start, Number.MAX_SAFE_INTEGER);
    },
    follow: (topic, onRecords, signal) => followLogs(logsOf(topic), onRecords, signal, follows),
    expire: (topic, partition, beforeOffset) => logsOf(topic)[partition]?.trim(beforeOffset),
    async close() {
      closed = true;
    },
  };
}

const partitionLogs = (count: number) => Array.from({ length: count }, (_, partition) => new PartitionLog(partition));

function append(logs: readonly PartitionLog[], record: Send, now: number): void {
  const log = logs[record.partition];
  if (!log) throw new Error(`topic ${record.topic} has no partition ${record.partition}`);
  log.append(record, now);
}

function trimCommitted(groups: Iterable<MemoryGroup>): void {
  const lowest = new Map<PartitionLog, number>();
  for (const group of groups) {
    for (const log of group.logs) {
      const offset = group.committed(log.partition)?.offset ?? 0;
      lowest.set(log, Math.min(lowest.get(log) ?? Number.MAX_SAFE_INTEGER, offset));
    }
  }
  for (const [log, offset] of lowest) log.trim(offset);
}

async function followLogs(
  logs: readonly PartitionLog[],
  onRecords: (records: readonly StoredRecord[]) => void,
  signal: AbortSignal,
  follows: Set<() => void>,
): Promise<void> {
  const next = logs.map((log) => log.start);
  const deliver = () => {
    for (const [index, log] of logs.entries()) {
      const records = log.read(next[index] ?? 0, Number.MAX_SAFE_INTEGER);
      next[index] = log.end;
      if (records.length > 0) onRecords(records);
    }
  };
  deliver();
  follows.add(deliver);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  follows.delete(deliver);
}
