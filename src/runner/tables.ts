import type { AnyTopic } from '../domain/topic.ts';
import type { Broker, Codec, Logger, StoredRecord } from '../ports.ts';

/** A compacted topic held whole in memory. A version is the offset behind the last record it counts. */
export interface Table {
  /** Newest version read. */
  latest(): number;
  /** Values by key text as they stood at that version. */
  at(version: number): ReadonlyMap<string, unknown>;
}

interface Entry {
  readonly offset: number;
  readonly key: string;
  readonly value: unknown;
}

/**
 * Reads the table to its end, then follows it until the signal. Tables have one partition.
 * A record that cannot be decoded is left out and logged by its place: the value before it stays in force.
 */
export async function followTable(
  topic: AnyTopic,
  broker: Broker,
  codec: Codec,
  logger: Logger,
  signal: AbortSignal,
): Promise<Table> {
  const entries: Entry[] = [];
  let latest = 0;
  let cached: { version: number; values: ReadonlyMap<string, unknown> } | null = null;
  const { promise: caughtUp, resolve } = Promise.withResolvers<void>();
  const end = (await broker.offsets(topic.name))[0]?.end ?? 0;
  let queue: Promise<void> = Promise.resolve();

  async function take(records: readonly StoredRecord[]): Promise<void> {
    for (const record of records) {
      const decoded = record.value ? await codec.decode(topic.name, record.value) : { ok: true as const, value: null };
      if (decoded.ok)
        entries.push({ offset: record.offset, key: Buffer.from(record.key ?? []).toString(), value: decoded.value });
      else logger.error({ topic: topic.name, offset: record.offset, reason: decoded.reason }, 'table record left out');
      latest = record.offset + 1;
    }
    if (latest >= end) resolve();
  }

  if (end === 0) resolve();
  const enqueue = (records: readonly StoredRecord[]): void => {
    queue = queue.then(() => take(records));
  };
  const following = broker.follow(topic.name, enqueue, signal);
  await Promise.race([caughtUp, following]);
  return {
    latest: () => latest,
    at(version) {
      if (cached?.version !== version) cached = { version, values: snapshot(entries, version) };
      return cached.values;
    },
  };
}

function snapshot(entries: readonly Entry[], version: number): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (const entry of entries) {
    if (entry.offset >= version) break;
    if (entry.value === null) values.delete(entry.key);
    else values.set(entry.key, entry.value);
  }
  return values;
}
