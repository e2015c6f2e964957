import { UNREADABLE_HEADER, type UnreadableReason } from '../../runner/decode.ts';

/**
 * Record batches as strangers send them. kafkajs builds an object per record, copies all headers for each header and
 * throws at whatever is no record, so that one batch of a megabyte could fill the memory, hold the loop for hours or
 * end the consumer at each start. Each batch is looked through first; what is not fit to be read is replaced, at its
 * offset, by a record that says so.
 */

/** More records than any producer puts into a batch of some megabytes; the library takes up to a kilobyte for each. */
export const MAX_RECORDS = 100_000;
const MAX_HEADERS = 256;

/** Records without key and value at the offsets of a batch of which nothing else can be read. */
export function placeholders(count: number, lastOffsetDelta: number, reason: UnreadableReason): Buffer {
  const tail = marked(null, null, reason);
  const records = Buffer.allocUnsafe(Math.max(0, count) * (tail.length + LONGEST_HEAD));
  let end = 0;
  for (let index = 0; index < count; index++) {
    const delta = index === count - 1 ? lastOffsetDelta : index;
    end = put(records, end, 2 + lengthOf(delta) + tail.length);
    // attributes, and the time of the batch
    records[end++] = 0;
    records[end++] = 0;
    end = put(records, end, delta);
    end += tail.copy(records, end);
  }
  return records.subarray(0, end);
}
/** Two lengths of up to five bytes, two bytes of nothing. */
const LONGEST_HEAD = 12;

/** The records of a batch, those with too many headers left without any; null where they are no records of that batch. */
export function screen(records: Buffer, count: number, lastOffsetDelta: number): Buffer | null {
  const parts: Buffer[] = [];
  const reader = new Reader(records);
  let kept = 0;
  for (let index = 0; index < count; index++) {
    const start = reader.at;
    const body = reader.length();
    const end = reader.at + body;
    const shape = body < 0 || end > records.length ? null : shapeOf(reader, end);
    if (!shape || shape.offsetDelta < 0 || shape.offsetDelta > lastOffsetDelta) return null;
    if (shape.headers > MAX_HEADERS) {
      parts.push(records.subarray(kept, start), withoutHeaders(records, shape));
      kept = end;
    }
    reader.at = end;
  }
  return parts.length === 0 ? records : Buffer.concat([...parts, records.subarray(kept)]);
}

/** Where the parts of a record lie. */
interface Shape {
  readonly time: Span;
  readonly offsetDelta: number;
  readonly key: Span | null;
  readonly value: Span | null;
  readonly headers: number;
}
type Span = readonly [start: number, end: number];

/** null where the bytes up to `end` are no record. Of headers that are too many only the number is read. */
function shapeOf(reader: Reader, end: number): Shape | null {
  reader.at += 1;
  const timeStart = reader.at;
  reader.skipLong();
  const time: Span = [timeStart, reader.at];
  const offsetDelta = reader.length();
  const key = reader.bytes();
  const value = reader.bytes();
  const headers = reader.length();
  for (let left = headers > MAX_HEADERS ? 0 : headers; left > 0 && reader.isSound; left--) {
    if (reader.bytes() === null) return null;
    reader.bytes();
  }
  return reader.isSound && reader.at <= end && headers >= -1 ? { time, offsetDelta, key, value, headers } : null;
}

function withoutHeaders(records: Buffer, { time, offsetDelta, key, value }: Shape): Buffer {
  const of = (span: Span | null) => span && records.subarray(...span);
  const head = [Buffer.of(0), records.subarray(...time), zigzag(offsetDelta)];
  return sized(Buffer.concat([...head, marked(of(key), of(value), 'too_many_headers')]));
}

/** Key, value and the one header that says why the record is not as it was. */
const marked = (key: Buffer | null, value: Buffer | null, reason: UnreadableReason): Buffer =>
  Buffer.concat([
    ...[sized(key), sized(value), zigzag(1)],
    ...[sized(Buffer.from(UNREADABLE_HEADER)), sized(Buffer.from(reason))],
  ]);

const sized = (bytes: Buffer | null): Buffer =>
  bytes === null ? zigzag(-1) : Buffer.concat([zigzag(bytes.length), bytes]);

/** Reads as the library does, but knows when that makes no sense. */
class Reader {
  at = 0;
  /** False once a number was too long, a length less than nothing or beyond the end. */
  isSound = true;
  private readonly buffer: Buffer;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
  }

  /** Zigzag varint of up to 31 bits; -1 stands for null. */
  length(): number {
    let raw = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.buffer[this.at++];
      if (byte === undefined || (shift === 28 && byte > 0x0f)) break;
      raw = (raw | ((byte & 0x7f) << shift)) >>> 0;
      if (byte < 0x80) return (raw >>> 1) ^ -(raw & 1);
    }
    this.isSound = false;
    return -2;
  }

  /** The library refuses a long of more bytes. */
  skipLong(): void {
    for (let count = 0; count < 10; count++) {
      const byte = this.buffer[this.at++];
      if (byte === undefined) break;
      if (byte < 0x80) return;
    }
    this.isSound = false;
  }

  bytes(): Span | null {
    const length = this.length();
    if (length < -1) this.isSound = false;
    if (length < 0) return null;
    const start = this.at;
    this.at += length;
    if (this.at > this.buffer.length) this.isSound = false;
    return [start, this.at];
  }
}

function zigzag(value: number): Buffer {
  const bytes = Buffer.alloc(lengthOf(value));
  put(bytes, 0, value);
  return bytes;
}

const unsigned = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

/** Bytes that the zigzag varint takes. */
function lengthOf(value: number): number {
  let length = 1;
  for (let rest = unsigned(value); rest >= 128; rest = Math.floor(rest / 128)) length++;
  return length;
}

/** Writes the zigzag varint at `at`; answers where it ends. Without a buffer for each, as a batch may claim 100,000 records. */
function put(buffer: Buffer, at: number, value: number): number {
  let end = at;
  let rest = unsigned(value);
  for (; rest >= 128; rest = Math.floor(rest / 128)) buffer[end++] = (rest % 128) | 0x80;
  buffer[end++] = rest;
  return end;
}
