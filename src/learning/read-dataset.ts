import { readTable } from '../cli/table-topic.ts';
import {
  ALERTS_EVIDENCE,
  type AlertEvidence,
  FEEDBACK_SCRUBBED,
  type ScrubbedFeedback,
  TRAINING_ORDERS,
  TRAINING_TRIGGERED,
  type TrainingOrder,
  type TrainingTrigger,
} from '../domain/contracts.gen.ts';
import type { AnyTopic, ValueOf } from '../domain/topic.ts';
import type { Broker, Codec, StoredRecord } from '../ports.ts';
import { keyText } from '../runner/wire-key.ts';

export interface Log {
  readonly broker: Broker;
  readonly codec: Codec;
}

/** The trigger of that id; null where retention has taken it. */
export async function readTrigger({ broker, codec }: Log, id: string): Promise<TrainingTrigger | null> {
  for await (const record of broker.readAll(TRAINING_TRIGGERED.name)) {
    const trigger = await readValue(codec, TRAINING_TRIGGERED, record);
    if (trigger?.id === id) return trigger;
  }
  return null;
}

/** The records that the dataset is made of, once each, in the order of the log. */
export async function readFeedback(
  { broker, codec }: Log,
  { tenant, feedback, manifest }: TrainingTrigger,
): Promise<readonly ScrubbedFeedback[]> {
  const wanted = new Set(feedback);
  const found = new Map<string, ScrubbedFeedback>();
  const { partition, ranges } = manifest;
  const isIn = ({ offset }: StoredRecord) => ranges.some(({ from, to }) => offset >= from && offset < to);
  for await (const record of broker.readAll(FEEDBACK_SCRUBBED.name)) {
    if (record.partition !== partition || !isIn(record)) continue;
    const value = await readValue(codec, FEEDBACK_SCRUBBED, record);
    if (value?.tenant === tenant && wanted.has(value.id) && !found.has(value.id)) found.set(value.id, value);
  }
  return [...found.values()];
}

/** The newest evidence of a tenant's alerts: of those named, or of all. */
export async function readEvidence(
  { broker, codec }: Log,
  tenant: string,
  alerts: ReadonlySet<string> | 'all',
): Promise<ReadonlyMap<string, AlertEvidence>> {
  const found = new Map<string, AlertEvidence>();
  const prefix = keyText({ tenant, id: '' });
  for await (const record of broker.readAll(ALERTS_EVIDENCE.name)) {
    const key = Buffer.from(record.key ?? []).toString();
    const uid = key.slice(prefix.length);
    // keys are looked at first: most of the log is of others
    if (!key.startsWith(prefix) || (alerts !== 'all' && !alerts.has(uid))) continue;
    const value = await readValue(codec, ALERTS_EVIDENCE, record);
    if (value?.tenant === tenant && value.revision >= (found.get(uid)?.revision ?? 0)) found.set(uid, value);
  }
  return found;
}

/** The orders that stand, by tenant. */
export async function readOrders({ broker, codec }: Log): Promise<ReadonlyMap<string, readonly TrainingOrder[]>> {
  return Map.groupBy((await readTable(broker, codec, TRAINING_ORDERS)).values(), ({ tenant }) => tenant);
}

/** Null for a tombstone, and for what cannot be read: the stage that reads the topic has told of it. */
async function readValue<T extends AnyTopic>(
  codec: Codec,
  topic: T,
  { value }: StoredRecord,
): Promise<ValueOf<T> | null> {
  const decoded = value && (await codec.decode(topic.name, value));
  return decoded?.ok ? (decoded.value as ValueOf<T>) : null;
}
