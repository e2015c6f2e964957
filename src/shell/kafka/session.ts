import { setTimeout as sleep } from 'node:timers/promises';
import type { EachBatchPayload, Kafka } from 'kafkajs';
import type { BatchHandler, Logger } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';
import { PATIENT } from './client.ts';
import { portError } from './errors.ts';
import { fetchedOf } from './fetched.ts';
import type { LogReader } from './log-reader.ts';
import { openSlot, type Slot, type SlotWorld } from './partition-slot.ts';

/** A handler that takes longer no longer holds up the fetch loop: its partition is paused until it is done. */
const ATTACHED_MS = 500;
const QUIET_MS = 900;
const IDLE_EVERY_MS = 1000;
const BACKOFF_MS = 1000;
const LEAVE_WITHIN_MS = 10_000;

export interface SessionOptions {
  readonly client: Kafka;
  readonly group: string;
  readonly topic: string;
  readonly handler: BatchHandler;
  readonly log: LogReader;
  readonly logger: Logger;
}

/** One life of the library's consumer, which does not come back after a crash. */
export interface Session {
  /** Resolves when the library's consumer has crashed, rejects when the handler has thrown what no repetition mends. */
  readonly ended: Promise<void>;
  lastSeen(): number;
  assignment(): readonly number[];
  /** Lets the batches at hand end, then leaves the group. */
  close(): Promise<void>;
}

const CONSUMER_SETTINGS = {
  allowAutoTopicCreation: false,
  sessionTimeout: 10_000,
  rebalanceTimeout: 60_000,
  heartbeatInterval: 1000,
  minBytes: 1,
  // smaller values only burn CPU while there is nothing to read
  maxWaitTimeInMs: 100,
  maxBytesPerPartition: 1024 * 1024,
  maxBytes: 10 * 1024 * 1024,
  // after its own restarts the library can be alive without reading; a new consumer is built instead
  retry: { ...PATIENT, restartOnFailure: async () => false },
};

const RUN_SETTINGS = { autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 8 };

/** Joins the group and hands the topic's batches to the handler. */
export function openSession(options: SessionOptions): Session {
  const { client, group, topic, handler, log, logger } = options;
  const consumer = client.consumer({ ...CONSUMER_SETTINGS, groupId: group });
  const { promise: ended, resolve: crashed, reject: fatal } = Promise.withResolvers<void>();
  const slots = new Map<number, Slot>();
  const letGo = new Map<number, Promise<void>>();
  const commits = new Map<number, number>();
  let generation = 0;
  let lastSeen = 0;
  let lastFetchAt = 0;
  let looking = false;
  let closing = false;

  /** Every join is a new generation: what was ours may belong to someone else. */
  function revokeAll(): Promise<unknown> {
    generation++;
    return retireAll();
  }

  function retireAll(): Promise<unknown> {
    for (const [partition, slot] of slots) letGo.set(partition, slot.retire());
    slots.clear();
    return Promise.all(letGo.values());
  }

  function assign(partitions: readonly number[]): void {
    void revokeAll();
    if (closing) return;
    if (partitions.length > 0) consumer.pause([{ topic, partitions: [...partitions] }]);
    for (const partition of partitions)
      slots.set(partition, openSlot(slotWorld(generation), partition, letGo.get(partition) ?? Promise.resolve()));
  }

  const slotWorld = (born: number): SlotWorld => ({
    topic,
    handler,
    logger,
    backoffMs: BACKOFF_MS,
    // while the library stops or starts over these throw; the next generation begins with a seek of its own
    pause: (partition) => attempt(() => consumer.pause([{ topic, partitions: [partition] }])),
    resume: (partition) => attempt(() => born === generation && consumer.resume([{ topic, partitions: [partition] }])),
    seek: (partition, offset) =>
      attempt(() => born === generation && consumer.seek({ topic, partition, offset: String(offset) })),
    async commit(partition, offset, metadata) {
      if (born !== generation) throw new RetriableError(`${topic}/${partition} is no longer assigned`);
      commits.delete(partition);
      const request = [{ topic, partition, offset: String(offset), metadata }];
      await consumer.commitOffsets(request).catch((cause) => Promise.reject(portError(cause, 'commit')));
      // a stopping consumer of the library answers without having committed
      if (commits.get(partition) !== offset) throw new RetriableError(`${topic}/${partition}: nothing was committed`);
    },
    committed: async (partition) => (await log.committed(group, topic))[partition]?.offset ?? null,
    range: async (partition) => (await log.offsets(topic))[partition] ?? { start: 0, end: 0 },
    fatal,
  });

  async function eachBatch({ batch }: EachBatchPayload): Promise<void> {
    const slot = slots.get(batch.partition);
    if (!slot) return;
    const done = slot.take(fetchedOf(batch));
    if (await endsWithin(done, ATTACHED_MS)) return;
    const partitions = [{ topic, partitions: [batch.partition] }];
    attempt(() => consumer.pause(partitions));
    void done.then(() => slot.isOpen() && attempt(() => consumer.resume(partitions)));
  }

  async function lookForQuiet(): Promise<void> {
    const quiet = [...slots].filter(([, slot]) => slot.isQuiet(QUIET_MS));
    // without an answer to a fetch nobody knows whether there is nothing to read
    if (looking || quiet.length === 0 || performance.now() - lastFetchAt > 2 * IDLE_EVERY_MS) return;
    looking = true;
    // a broker that does not answer shows in lastSeen
    const offsets = await log.offsets(topic).catch(() => []);
    for (const [partition, slot] of quiet) {
      const end = offsets[partition]?.end;
      if (end !== undefined) slot.idle(end);
    }
    looking = false;
  }

  const timer = setInterval(() => void lookForQuiet(), IDLE_EVERY_MS);
  const { events } = consumer;
  consumer.on(events.GROUP_JOIN, ({ payload }) => assign(payload.memberAssignment[topic] ?? []));
  consumer.on(events.REBALANCING, () => void revokeAll());
  consumer.on(events.REQUEST, ({ payload }) => {
    lastSeen = Date.now();
    if (payload.apiName === 'Fetch') lastFetchAt = performance.now();
  });
  consumer.on(events.END_BATCH_PROCESS, ({ payload: { partition, batchSize, lastOffset } }) => {
    // only control or compacted records: the library goes on without asking
    if (batchSize === 0) slots.get(partition)?.skipTo(Number(lastOffset) + 1);
  });
  consumer.on(events.COMMIT_OFFSETS, ({ payload }) => {
    for (const { partitions } of payload.topics)
      for (const { partition, offset } of partitions) commits.set(partition, Number(offset));
  });
  consumer.on(events.CRASH, ({ payload }) => crash(payload.error));

  function crash(cause: Error): void {
    clearInterval(timer);
    logger.warn({ group, topic, error: cause.message }, 'consumer crashed');
    const error = portError(cause, 'consume');
    void revokeAll().then(() => (error instanceof RetriableError ? crashed() : fatal(error)));
  }

  async function start(): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    if (!closing) await consumer.run({ ...RUN_SETTINGS, eachBatch });
  }

  const started = start().catch(crash);
  return {
    ended,
    lastSeen: () => lastSeen,
    assignment: () => [...slots.keys()],
    async close() {
      closing = true;
      clearInterval(timer);
      attempt(() => consumer.pause([{ topic }]));
      await retireAll();
      // a consumer that is told to disconnect while it connects comes back to life
      const left = started.then(() => consumer.disconnect()).catch(() => {});
      await endsWithin(left, LEAVE_WITHIN_MS);
    },
  };
}

/** True when the promise resolves in time. */
async function endsWithin(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  const timeout = new AbortController();
  const late = sleep(limitMs, false, { signal: timeout.signal }).catch(() => false);
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    timeout.abort();
  }
}

function attempt(action: () => unknown): void {
  try {
    action();
  } catch {}
}
