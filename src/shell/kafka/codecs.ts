import { promisify } from 'node:util';
import { gunzip, gzip, constants as zlib, zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import snappyCodec from 'kafkajs-snappy';
import { compressFrame, decompressFrame } from 'lz4-napi';
import { MAX_RECORDS, placeholders, screen } from './record-screen.ts';
import { checkLz4Size, snappyBlocks } from './sizes.ts';

/** Thirty times the batch that a broker of ours takes; a few kilobytes can claim to be gigabytes, and snappy has no native help. */
export const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;

type Transform = (bytes: Buffer) => Promise<Buffer>;
interface Encoder {
  readonly buffer: Buffer;
}

const BOUNDED = { maxOutputLength: MAX_OUTPUT_BYTES };
/** Level 1 costs about nothing and keeps most of the gain. */
const FAST_ZSTD = { params: { [zlib.ZSTD_c_compressionLevel]: 1 } };

let registered = false;

/** Registers every codec that Kafka knows: any producer can send one, and an unknown one would end the consumer. */
export function registerCodecs(): void {
  if (registered) return;
  registered = true;
  const { CompressionTypes, CompressionCodecs } = kafkajs;
  const codecs = CompressionCodecs as Record<number, () => unknown>;
  codecs[CompressionTypes.None] = codec(
    async (bytes) => bytes,
    async (bytes) => bytes,
  );
  codecs[CompressionTypes.GZIP] = codec(promisify(gzip) as Transform, (bytes) => unzip(bytes, BOUNDED));
  codecs[CompressionTypes.Snappy] = codec((bytes) => snappy.compress({ buffer: bytes }), unsnap);
  codecs[CompressionTypes.LZ4] = codec(compressFrame, unlz4);
  codecs[CompressionTypes.ZSTD] = codec(
    (bytes) => zstd(bytes, FAST_ZSTD),
    (bytes) => unzstd(bytes, BOUNDED),
  );
}

const unzip = promisify(gunzip) as (bytes: Buffer, options: object) => Promise<Buffer>;
const zstd = promisify(zstdCompress) as (bytes: Buffer, options: object) => Promise<Buffer>;
const unzstd = promisify(zstdDecompress) as (bytes: Buffer, options: object) => Promise<Buffer>;
const snappy = (
  snappyCodec as unknown as () => { compress(encoder: Encoder): Promise<Buffer>; decompress: Transform }
)();

async function unsnap(bytes: Buffer): Promise<Buffer> {
  const blocks = snappyBlocks(bytes, MAX_OUTPUT_BYTES);
  return Buffer.concat(await Promise.all(blocks.map((block) => snappy.decompress(block))));
}

async function unlz4(bytes: Buffer): Promise<Buffer> {
  checkLz4Size(bytes, MAX_OUTPUT_BYTES);
  return decompressFrame(bytes);
}

const codec = (compress: Transform, decompress: Transform) => () => ({
  compress: (encoder: Encoder) => compress(encoder.buffer),
  decompress: (bytes: Buffer) => readBatch(bytes, decompress),
});

async function readBatch(compressed: Buffer, decompress: Transform): Promise<Buffer> {
  const { count, lastOffsetDelta } = batchHeader(compressed);
  if (count > MAX_RECORDS) throw new UnreadableBatchError(`a record batch claims ${count} records`);
  const records = await decompress(compressed).catch(() => null);
  if (!records) return placeholders(count, lastOffsetDelta, 'batch_undecompressable');
  return screen(records, count, lastOffsetDelta) ?? placeholders(count, lastOffsetDelta, 'batch_malformed');
}

/** There is no way past the batch but to seek behind it by hand: better stop in sight of everybody than crash in circles. */
export class UnreadableBatchError extends Error {
  override readonly name = 'UnreadableBatchError';
  readonly retriable = false;
}

/** kafkajs passes a view of the fetched bytes; the batch's header lies right before it and ends with the number of records. */
function batchHeader(records: Buffer): { count: number; lastOffsetDelta: number } {
  const header = Buffer.from(records.buffer, records.byteOffset - 40, 40);
  return { count: header.readInt32BE(36), lastOffsetDelta: header.readInt32BE(2) };
}
