import { randomUUID } from 'node:crypto';
import type { BatchHandler, Consumer, StoredRecord } from '../../ports.ts';
import type { LogReader } from './log-reader.ts';

/** Opens a consumer of its own group, which nobody else joins and which is deleted afterwards: kafkajs cannot read without one. */
export type OpenConsumer = (group: string, handler: BatchHandler) => Consumer;

/** How a topic is read whole. */
export interface Whole {
  readonly open: OpenConsumer;
  readonly log: LogReader;
  /** How the names of the groups begin. */
  readonly readers: string;
}

/** Every record from the start, then new ones, until the signal. No records: all there is was read. */
export async function follow(
  whole: Whole,
  onRecords: (records: readonly StoredRecord[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const quiet = () => onRecords([]);
  await readWithout(whole, signal, async (records) => onRecords(records), quiet);
}

/** Every record from the start to the end of the log at the time of the call, partition after partition. */
export async function* readAll(whole: Whole, topic: string): AsyncGenerator<StoredRecord> {
  const ends = (await whole.log.offsets(topic)).map(({ start, end }) => (end > start ? end : 0));
  if (ends.every((end) => end === 0)) return;
  const done = new AbortController();
  const stopped = aborted(done.signal);
  const queues = ends.map(() => handOver(stopped));
  const reading = readWithout(
    whole,
    done.signal,
    async (records, partition) => queues[partition]?.put(records),
    // nothing more to read: what is missing up to the end are offsets without records
    (partition) => queues[partition]?.finish(),
  );
  reading.catch((cause) => {
    for (const queue of queues) queue.fail(cause);
  });
  try {
    for (const [partition, end] of ends.entries()) if (end > 0) yield* readTo(queues[partition] as HandOver, end);
  } finally {
    done.abort();
    await reading;
  }
}

async function* readTo(queue: HandOver, end: number): AsyncGenerator<StoredRecord> {
  for (let next = 0; next < end; ) {
    const records = await queue.get();
    if (records === null) return;
    for (const record of records) if (record.offset < end) yield record;
    next = (records.at(-1)?.offset ?? 0) + 1;
  }
}

async function readWithout(
  { open, log, readers }: Whole,
  signal: AbortSignal,
  onRecords: (records: readonly StoredRecord[], partition: number) => Promise<void>,
  onIdle: (partition: number) => void = () => {},
): Promise<void> {
  if (signal.aborted) return;
  const group = `${readers}${randomUUID()}`;
  const positions = new Map<number, number>();
  const consumer = open(group, {
    // nothing is committed: after a crash of the consumer we go on where we were
    assigned: async (partition) => positions.get(partition) ?? 0,
    async batch({ partition, records }) {
      await onRecords(records, partition);
      positions.set(partition, (records.at(-1)?.offset ?? 0) + 1);
    },
    idle: async (partition) => onIdle(partition),
    revoked: async () => {},
  });
  try {
    await Promise.race([aborted(signal), consumer.failed]);
  } finally {
    await consumer.close();
    // an empty group without commits is harmless and forgotten by the broker in time
    await log.deleteGroup(group).catch(() => {});
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

interface HandOver {
  /** Resolves when the records were taken, or nobody wants any more. */
  put(records: readonly StoredRecord[]): Promise<void>;
  /** null: there are no more. */
  get(): Promise<readonly StoredRecord[] | null>;
  finish(): void;
  fail(cause: unknown): void;
}

/** Passes one batch at a time, so that at most one of each partition is held. */
function handOver(stopped: Promise<void>): HandOver {
  let offered = Promise.withResolvers<readonly StoredRecord[] | null>();
  let taken = Promise.withResolvers<void>();
  offered.promise.catch(() => {});
  return {
    async put(records) {
      const { promise } = taken;
      offered.resolve(records);
      await Promise.race([promise, stopped]);
    },
    async get() {
      const records = await offered.promise;
      offered = Promise.withResolvers();
      offered.promise.catch(() => {});
      taken.resolve();
      taken = Promise.withResolvers();
      return records;
    },
    finish: () => offered.resolve(null),
    fail: (cause) => offered.reject(cause),
  };
}
