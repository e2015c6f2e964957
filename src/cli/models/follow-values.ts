import type { AnyTopic } from '../../domain/topic.ts';
import type { Broker, Codec, StoredRecord } from '../../ports.ts';
import { missingTopic } from '../../runner.ts';

export interface Following {
  readonly desk: { readonly broker: Broker; readonly codec: Codec };
  readonly signal: AbortSignal;
}

export interface Followed {
  /** Rejects when the topic can no longer be followed. */
  readonly failed: Promise<never>;
}

/**
 * Takes every value of a topic, then those that come; a null value is a tombstone. What cannot be read is passed over.
 * Resolves when all there was is taken.
 */
export async function followValues(
  { desk: { broker, codec }, signal }: Following,
  topic: AnyTopic,
  take: (value: unknown, record: StoredRecord) => void,
): Promise<Followed> {
  if ((await broker.partitions(topic.name)) === null) throw missingTopic(topic.name);
  const { promise: caughtUp, resolve, reject } = Promise.withResolvers<void>();
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(reject);
  const ends = (await broker.offsets(topic.name)).map(({ start, end }) => (start === end ? 0 : end));
  let queue: Promise<void> = Promise.resolve();
  const isThere = () => ends.every((end) => end === 0);
  const takeAll = async (records: readonly StoredRecord[]) => {
    for (const record of records) {
      const decoded = record.value && (await codec.decode(topic.name, record.value));
      if (decoded === null) take(null, record);
      else if (decoded.ok) take(decoded.value, record);
      if (record.offset + 1 >= (ends[record.partition] ?? 0)) ends[record.partition] = 0;
    }
    // no records: all was read, the last offsets hold none
    if (records.length === 0 || isThere()) resolve();
  };
  const enqueue = (records: readonly StoredRecord[]) => {
    queue = queue.then(() => takeAll(records)).catch(fail);
  };
  if (isThere()) enqueue([]);
  broker.follow(topic.name, enqueue, signal).then(resolve, fail);
  await caughtUp;
  return { failed };
}
