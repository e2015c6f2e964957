import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { BatchHandler, Logger } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';
import { PATIENT } from './client.ts';
import { portError } from './errors.ts';
import { fetchedOf } from './fetched.ts';
import type { LogReader } from './log-reader.ts';
import { openSlot } from './partition-slot.ts';
import { watchForQuiet } from './quiet-watch.ts';
import { type SlotSet, slotSet } from './slot-set.ts';
import { attempt, slotWorlds } from './slot-world.ts';

/** A handler that takes longer no longer holds up the fetch loop: its partition is paused until it is done. */
const ATTACHED_MS = 500;
const LEAVE_WITHIN_MS = 10_000;

export interface SessionOptions {
  readonly client: Kafka;
  readonly group: string;
  readonly topic: string;
  readonly handler: BatchHandler;
  readonly log: LogReader;
  readonly logger: Logger;
  readonly sessionTimeoutMs?: number | undefined;
}

/** One life of the library's consumer, which does not come back after a crash. */
export interface Session {
  /** Resolves when the library's consumer has crashed, rejects when the handler has thrown what no repetition mends. */
  readonly ended: Promise<void>;
  lastSeen(): number;
  assignment(): readonly number[];
  /** Partitions whose batch takes long. */
  paused(): readonly number[];
  /** Lets the batches at hand end, then leaves the group. */
  close(): Promise<void>;
}

const SESSION_TIMEOUT_MS = 10_000;

/** What the library is told; never its own defaults. */
export const CONSUMER_SETTINGS = {
  allowAutoTopicCreation: false,
  rebalanceTimeout: 60_000,
  heartbeatInterval: 1000,
  // partitions that were added are only seen then, and their records are late for so long
  metadataMaxAge: 30_000,
  minBytes: 1,
  // smaller values only burn CPU while there is nothing to read
  maxWaitTimeInMs: 100,
  // compressed; the library unpacks all of an answer at once, and telemetry unpacks to twenty times as much
  maxBytesPerPartition: 128 * 1024,
  maxBytes: 1024 * 1024,
  // after its own restarts the library can be alive without reading; a new consumer is built instead
  retry: { ...PATIENT, restartOnFailure: async () => false },
};

export const RUN_SETTINGS = { autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 8 };

/** Joins the group and hands the topic's batches to the handler. */
export function openSession(options: SessionOptions): Session {
  const { client, group, topic, log, logger, sessionTimeoutMs: sessionTimeout = SESSION_TIMEOUT_MS } = options;
  const consumer = client.consumer({ ...CONSUMER_SETTINGS, sessionTimeout, groupId: group });
  const { promise: ended, resolve: crashed, reject: fatal } = Promise.withResolvers<void>();
  const worldFor = slotWorlds({ ...options, consumer, fatal });
  const slots = slotSet((partition, isCurrent, previous) => openSlot(worldFor(isCurrent), partition, previous));
  const quiet = watchForQuiet(slots, topic, log);
  const paused = new Set<number>();
  let lastSeen = 0;
  let closing = false;
  let hasCrashed = false;

  function crash(cause: Error): void {
    if (hasCrashed) return;
    hasCrashed = true;
    quiet.stop();
    logger.warn({ group, topic, error: cause.message }, 'consumer crashed');
    const error = portError(cause, 'consume');
    void slots.revoke().then(() => (error instanceof RetriableError ? crashed() : fatal(error)));
  }

  listen(consumer, topic, slots, {
    crash,
    isClosing: () => closing,
    alive() {
      lastSeen = Date.now();
    },
    fetched: quiet.fetched,
    expelledAfterMs: 2 * sessionTimeout,
  });

  async function start(): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const eachBatch = ({ batch }: EachBatchPayload) => handOver(consumer, slots, paused, batch);
    if (!closing) await consumer.run({ ...RUN_SETTINGS, eachBatch });
  }

  const started = start().catch(crash);
  return {
    ended,
    lastSeen: () => lastSeen,
    assignment: () => slots.all().map(([partition]) => partition),
    paused: () => [...paused],
    async close() {
      closing = true;
      quiet.stop();
      attempt(() => consumer.pause([{ topic }]));
      await slots.retire();
      // a consumer that is told to disconnect while it connects comes back to life
      const left = started.then(() => consumer.disconnect()).catch(() => {});
      await endsWithin(left, LEAVE_WITHIN_MS);
    },
  };
}

interface Listener {
  crash(cause: Error): void;
  /** The broker has answered a heartbeat, or a fetch that could be read. */
  alive(): void;
  fetched(): void;
  isClosing(): boolean;
  /** So long without a heartbeat no broker keeps a member. */
  readonly expelledAfterMs: number;
}

function listen(
  consumer: Consumer,
  topic: string,
  slots: SlotSet,
  { crash, alive, fetched, isClosing, expelledAfterMs }: Listener,
): void {
  const { events } = consumer;
  let memberAt = performance.now();
  consumer.on(events.GROUP_JOIN, ({ payload }) => {
    memberAt = performance.now();
    const partitions = isClosing() ? [] : (payload.memberAssignment[topic] ?? []);
    // nothing is fetched before the handler has said from where
    if (partitions.length > 0) consumer.pause([{ topic, partitions: [...partitions] }]);
    slots.assign(partitions);
  });
  consumer.on(events.REBALANCING, () => void slots.revoke());
  consumer.on(events.HEARTBEAT, () => {
    memberAt = performance.now();
    alive();
  });
  let isAnswered = false;
  consumer.on(events.REQUEST, ({ payload }) => {
    if (payload.apiName === 'Fetch') isAnswered = true;
  });
  consumer.on(events.FETCH, () => {
    // the library also tells of a fetch that failed when it thinks that it can go on
    if (!isAnswered) return;
    isAnswered = false;
    // expelled, and its attempt to join again has failed: the library then reads on without a heartbeat, for ever, while
    // every commit is refused
    if (performance.now() - memberAt > expelledAfterMs) return crash(new Error('no longer a member of its group'));
    alive();
    fetched();
  });
  consumer.on(events.END_BATCH_PROCESS, ({ payload: { partition, batchSize, lastOffset } }) => {
    // only control or compacted records: the library goes on without asking
    if (batchSize === 0) slots.get(partition)?.skipTo(Number(lastOffset) + 1);
  });
  consumer.on(events.CRASH, ({ payload }) => crash(payload.error));
}

/** The library waits for every batch of a fetch before the next fetch and the next heartbeat, so this ends soon. */
async function handOver(
  consumer: Consumer,
  slots: SlotSet,
  paused: Set<number>,
  batch: EachBatchPayload['batch'],
): Promise<void> {
  const slot = slots.get(batch.partition);
  if (!slot) return;
  const done = slot.take(fetchedOf(batch));
  if (await endsWithin(done, ATTACHED_MS)) return;
  const partitions = [{ topic: batch.topic, partitions: [batch.partition] }];
  attempt(() => consumer.pause(partitions));
  paused.add(batch.partition);
  void done.then(() => {
    paused.delete(batch.partition);
    if (slot.isOpen()) attempt(() => consumer.resume(partitions));
  });
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
