import type { Send } from '../../ports.ts';

/** Grouping inside kafkajs grows with the square of the records of a partition: 1,000 take half a millisecond, 50,000 twelve seconds. */
const MAX_RECORDS = 1000;
const MAX_BYTES = 900_000;
/** Lengths, timestamp and offset of a record. */
const RECORD_BYTES = 20;

/** One produce request's worth: at most 1,000 records and 900 KB, except for a single larger record. */
export function takeChunk(records: readonly Send[], from: number): readonly Send[] {
  let bytes = 0;
  let to = from;
  for (; to < records.length && to - from < MAX_RECORDS; to++) {
    bytes += sizeOf(records[to] as Send);
    if (bytes > MAX_BYTES && to > from) break;
  }
  return records.slice(from, to);
}

function sizeOf({ key, value, headers }: Send): number {
  let bytes = RECORD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, text] of Object.entries(headers)) bytes += name.length + (text?.length ?? 0) + 2;
  return bytes;
}
