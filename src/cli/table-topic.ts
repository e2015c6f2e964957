import type { AnyTopic, ValueOf } from '../domain/topic.ts';
import type { Broker, Codec, Send } from '../ports.ts';
import { keyText } from '../runner/wire-key.ts';
import { missingTopic } from '../runner.ts';
import type { Key } from '../stage.ts';

/** The newest value of each key of a table. A record that cannot be read is passed over, as the stages do. */
export async function readTable<T extends AnyTopic>(
  broker: Broker,
  codec: Codec,
  topic: T,
): Promise<ReadonlyMap<string, ValueOf<T>>> {
  const values = new Map<string, ValueOf<T>>();
  for await (const { key, value } of await recordsOf(broker, topic)) {
    const name = Buffer.from(key ?? []).toString();
    const decoded = value && (await codec.decode(topic.name, value));
    if (decoded === null) values.delete(name);
    else if (decoded.ok) values.set(name, decoded.value as ValueOf<T>);
  }
  return values;
}

/** Every value of a topic that can be read, in the order of its log, with its append time. */
export async function readValues<T extends AnyTopic>(
  broker: Broker,
  codec: Codec,
  topic: T,
): Promise<readonly { readonly value: ValueOf<T>; readonly appendedAt: number }[]> {
  const values: { value: ValueOf<T>; appendedAt: number }[] = [];
  for await (const { value, timestamp } of await recordsOf(broker, topic)) {
    const decoded = value && (await codec.decode(topic.name, value));
    if (decoded?.ok) values.push({ value: decoded.value as ValueOf<T>, appendedAt: timestamp });
  }
  return values;
}

async function recordsOf(broker: Broker, topic: AnyTopic) {
  if ((await broker.partitions(topic.name)) === null) throw missingTopic(topic.name);
  return broker.readAll(topic.name);
}

/** A record for a topic of one partition; null is a tombstone. */
export const sendOf = (topic: AnyTopic, key: Key, value: object | null, codec: Codec): Send => ({
  topic: topic.name,
  partition: 0,
  key: Buffer.from(keyText(key)),
  value: value && codec.encode(topic.name, value),
  headers: { 'tenant-id': Buffer.from(key.tenant) },
});

/** Sends, and resolves when every record is stored. */
export async function send(broker: Broker, sends: readonly Send[]): Promise<void> {
  const producer = await broker.producer();
  try {
    await producer.send(sends);
  } finally {
    await producer.close();
  }
}
