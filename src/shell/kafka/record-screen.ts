import { UNREADABLE_HEADER } from '../../runner/decode.ts';

/**
 * Record batches as strangers send them. kafkajs builds an object per record and copies all headers for each header,
 * so that one batch of a megabyte could fill the memory or hold the loop for hours. Each batch is looked through first;
 * what is not fit to be read is replaced, at its offset, by a record that says so.
 */

/** More records than any producer puts into a batch of some megabytes. */
export const MAX_RECORDS = 200_000;
const MAX_HEADERS = 256;

/** Records without key and value at the offsets of a batch of which nothing else can be read. */
export function placeholders(count: number, lastOffsetDelta: number, reason: string): Buffer {
  const records = Array.from({ length: count }, (_, index) =>
    record(0, index === count - 1 ? lastOffsetDelta : index, null, null, reason),
  );
  return Buffer.concat(records);
}

/** The records of a batch, those with too many headers left without any. Bytes that are no records come back as they are. */
export function screen(records: Buffer, count: number): Buffer {
  const parts: Buffer[] = [];
  let kept = 0;
  let at = 0;
  for (let index = 0; index < count && at < records.length; index++) {
    const body = varint(records, at);
    const end = body.next + body.value;
    if (body.value < 0 || end > records.length) return records;
    const bare = withoutHeaders(records.subarray(body.next, end));
    if (bare) {
      parts.push(records.subarray(kept, at), bare);
      kept = end;
    }
    at = end;
  }
  return parts.length === 0 ? records : Buffer.concat([...parts, records.subarray(kept)]);
}

/** null when the record may stay as it is. */
function withoutHeaders(body: Buffer): Buffer | null {
  const time = varint(body, 1);
  const delta = varint(body, time.next);
  const key = field(body, delta.next);
  const value = field(body, key.next);
  if (varint(body, value.next).value <= MAX_HEADERS) return null;
  return record(time.value, delta.value, key.bytes, value.bytes, 'too_many_headers');
}

function field(body: Buffer, at: number): { bytes: Buffer | null; next: number } {
  const { value: length, next } = varint(body, at);
  return length < 0 ? { bytes: null, next } : { bytes: body.subarray(next, next + length), next: next + length };
}

function record(
  timeDelta: number,
  offsetDelta: number,
  key: Buffer | null,
  value: Buffer | null,
  reason: string,
): Buffer {
  const header = [sized(Buffer.from(UNREADABLE_HEADER)), sized(Buffer.from(reason))];
  const fields = [sized(key), sized(value), zigzag(1), ...header];
  return sized(Buffer.concat([Buffer.of(0), zigzag(timeDelta), zigzag(offsetDelta), ...fields]));
}

const sized = (bytes: Buffer | null) => (bytes === null ? zigzag(-1) : Buffer.concat([zigzag(bytes.length), bytes]));

/** Zigzag varint; a number beyond 2^53 loses its low bits, which only a forged time can have. Zero past the end. */
function varint(bytes: Buffer, at: number): { value: number; next: number } {
  let raw = 0;
  let scale = 1;
  let next = at;
  for (; next < bytes.length && next < at + 10; next++, scale *= 128) {
    const byte = bytes[next] as number;
    raw += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
  }
  return { value: raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2, next: next + 1 };
}

function zigzag(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}
