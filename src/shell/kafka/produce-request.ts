import kafkajs, { type Message, type Producer, type TopicMessages } from 'kafkajs';
import type { Send } from '../../ports.ts';

/**
 * One request, once: the library repeats nothing, as its own repetition of a request that went to several brokers
 * forgets those that had failed. Resolves when the broker has named every partition that was written to.
 */
export async function produceOnce(producer: Pick<Producer, 'sendBatch'>, records: readonly Send[]): Promise<void> {
  const answer = await producer.sendBatch({
    acks: -1,
    timeout: 30_000,
    compression: worthPacking(records) ? kafkajs.CompressionTypes.ZSTD : kafkajs.CompressionTypes.None,
    topicMessages: byTopic(records),
  });
  const stored = new Set(
    answer.filter(({ errorCode }) => errorCode === 0).map(({ topicName, partition }) => `${topicName}/${partition}`),
  );
  const missing = records.find(({ topic, partition }) => !stored.has(`${topic}/${partition}`));
  if (missing) throw new Error(`no answer for ${missing.topic}/${missing.partition}`);
}

/** Packing a few records, and unpacking them at the next stage, took a quarter of the chain's CPU at 500 events/s. */
const SMALL_REQUEST_BYTES = 16_384;

function worthPacking(records: readonly Send[]): boolean {
  let bytes = 0;
  for (const { value } of records) bytes += value?.length ?? 0;
  return bytes >= SMALL_REQUEST_BYTES;
}

/** Records of one partition stay in order. */
function byTopic(records: readonly Send[]): TopicMessages[] {
  const topics = new Map<string, Message[]>();
  for (const record of records) {
    const messages = topics.get(record.topic);
    if (messages) messages.push(messageOf(record));
    else topics.set(record.topic, [messageOf(record)]);
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

const messageOf = ({ partition, key, value, headers }: Send): Message => ({
  partition,
  key: key && view(key),
  value: value && view(value),
  headers: headersOf(headers),
});

function headersOf(headers: Send['headers']): Record<string, Buffer> {
  const out: Record<string, Buffer> = {};
  for (const [name, bytes] of Object.entries(headers)) if (bytes) out[name] = view(bytes);
  return out;
}

const view = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
