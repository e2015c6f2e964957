import type { EachBatchPayload, IHeaders, KafkaMessage } from 'kafkajs';
import type { Headers, StoredRecord } from '../../ports.ts';
import type { Fetched } from './partition-slot.ts';

/** A batch of the library as we read it. */
export function fetchedOf(batch: EachBatchPayload['batch']): Fetched {
  return {
    // not in the library's types, but it is what the broker was asked for
    fetchedOffset: Number((batch as unknown as { fetchedOffset: string }).fetchedOffset),
    records: batch.messages.map((message) => recordOf(message, batch.partition)),
    nextOffset: Number(batch.lastOffset()) + 1,
    endOffset: Number(batch.highWatermark),
  };
}

function recordOf({ key, value, headers, offset, timestamp }: KafkaMessage, partition: number): StoredRecord {
  return {
    key,
    value,
    headers: headersOf(headers ?? {}),
    partition,
    offset: Number(offset),
    timestamp: Number(timestamp),
  };
}

/** Of a header that is there several times the last one counts. Names are foreign: no prototype. */
function headersOf(headers: IHeaders): Headers {
  const out: Record<string, Uint8Array> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last) out[name] = typeof last === 'string' ? Buffer.from(last) : last;
  }
  return out;
}
