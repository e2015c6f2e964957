import kafkajs from 'kafkajs';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import record from 'kafkajs/src/protocol/recordBatch/record/v0/index.js';
import decodeBatch from 'kafkajs/src/protocol/recordBatch/v0/decoder.js';
import { registerCodecs } from './codecs.ts';

registerCodecs();

export const COMPRESSION = kafkajs.CompressionTypes;

const HEADER_BYTES = 61;
const codecs = kafkajs.CompressionCodecs as unknown as Record<
  number,
  (() => { compress(encoder: { buffer: Buffer }): Promise<Buffer> }) | undefined
>;

export interface ReadRecord {
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

/** One record as it lies in a batch, before it is packed. */
export const recordBytes = (value: string | null, headers: number): Buffer =>
  record({
    offsetDelta: 0,
    timestampDelta: 5,
    key: 'k',
    value,
    headers: Object.fromEntries(Array.from({ length: headers }, (_, index) => [`h${index}`, 'x'])),
  }).buffer;

/** Packed as an honest producer does. */
export async function packed(type: number, bytes: Buffer): Promise<Buffer> {
  return (await codecs[type]?.().compress({ buffer: bytes })) ?? bytes;
}

/** What the library makes of a batch whose number of records and packed part a stranger chose. */
export async function readForged(type: number, count: number, payload: Uint8Array): Promise<readonly ReadRecord[]> {
  const bytes = Buffer.alloc(HEADER_BYTES + payload.length);
  bytes.writeInt32BE(HEADER_BYTES - 12 + payload.length, 8);
  bytes.writeInt8(2, 16);
  bytes.writeInt16BE(type, 21);
  bytes.writeInt32BE(Math.max(0, count - 1), 23);
  bytes.writeInt32BE(count, 57);
  bytes.set(payload, HEADER_BYTES);
  return ((await decodeBatch(new Decoder(bytes))) as { readonly records: readonly ReadRecord[] }).records;
}
