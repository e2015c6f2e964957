import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import record from 'kafkajs/src/protocol/recordBatch/record/v0/index.js';
import decodeBatch from 'kafkajs/src/protocol/recordBatch/v0/decoder.js';
import { RecordBatch } from 'kafkajs/src/protocol/recordBatch/v0/index.js';
import { compressFrameSync } from 'lz4-napi';
import { UNREADABLE_HEADER } from '../../runner/decode.ts';
import { registerCodecs } from './codecs.ts';

registerCodecs();
const { CompressionTypes } = kafkajs;
const codecs = kafkajs.CompressionCodecs as unknown as Record<
  number,
  () => { compress(e: { buffer: Buffer }): Promise<Buffer> }
>;

interface Read {
  records: { offset: string; value: Buffer | null; headers: Record<string, Buffer> }[];
}

async function batch(compression: number, values: string[]): Promise<Buffer> {
  const records = values.map((value, offsetDelta) =>
    record({ offsetDelta, timestampDelta: 0, key: 'k', value, headers: {} }),
  );
  const encoded = await RecordBatch({ compression, records, lastOffsetDelta: values.length - 1 });
  return encoded.buffer;
}

const read = (bytes: Buffer) => decodeBatch(new Decoder(bytes)) as Promise<Read>;

/** A batch of one record whose compressed part is what a stranger chose. */
async function forged(compression: number, payload: Buffer): Promise<Buffer> {
  const head = Buffer.from((await batch(compression, ['x'])).subarray(0, 61));
  head.writeInt32BE(49 + payload.length, 8);
  return Buffer.concat([head, payload]);
}

const TYPES = Object.entries(CompressionTypes).filter(
  (entry): entry is [string, number] => typeof entry[1] === 'number',
);

describe('codecs', () => {
  it('cover everything that a producer can choose', () => {
    expect(TYPES.map(([name]) => name)).toEqual(['None', 'GZIP', 'Snappy', 'LZ4', 'ZSTD']);
  });

  it.each(TYPES)('%s reads what it wrote', async (_, type) => {
    const { records } = await read(await batch(type, ['a', 'b'.repeat(5000)]));
    expect(records.map(({ value }) => value?.toString())).toEqual(['a', 'b'.repeat(5000)]);
  });

  const bomb = Buffer.alloc(80 * 1024 * 1024);
  it.each([
    ['gzip', CompressionTypes.GZIP, () => gzipSync(bomb)],
    ['lz4', CompressionTypes.LZ4, () => compressFrameSync(bomb)],
    ['zstd', CompressionTypes.ZSTD, () => zstdCompressSync(bomb)],
    ['snappy that claims four gigabytes', CompressionTypes.Snappy, () => Buffer.from('ffffffff0f00', 'hex')],
    ['no gzip at all', CompressionTypes.GZIP, () => Buffer.from('hello')],
    ['no lz4 at all', CompressionTypes.LZ4, () => Buffer.from('hello hello')],
    ['no zstd at all', CompressionTypes.ZSTD, () => Buffer.from('hello')],
    [
      'snappy whose literal has a length below zero',
      CompressionTypes.Snappy,
      () => Buffer.from('10fcfffffffffc00', 'hex'),
    ],
    ['snappy that is shorter than it says', CompressionTypes.Snappy, () => Buffer.from('10000a', 'hex')],
    ['snappy that is longer than it says', CompressionTypes.Snappy, () => Buffer.from('01040a0a', 'hex')],
    ['snappy inside snappy', CompressionTypes.Snappy, () => nestedSnappy()],
  ])('a bomb (%s) becomes a record that says so', async (_, type, payload) => {
    const { records } = await read(await forged(type, payload()));
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ offset: '0', value: null });
    expect(records[0]?.headers[UNREADABLE_HEADER]?.toString()).toBe('batch_undecompressable');
  });

  it.each(TYPES)('%s that holds no records becomes a record that says so', async (name, type) => {
    const nothing = Buffer.from('0307070707', 'hex');
    const packed = name === 'None' ? nothing : ((await codecs[type]?.().compress({ buffer: nothing })) ?? nothing);
    const { records } = await read(await forged(type, packed));
    expect(records[0]?.headers[UNREADABLE_HEADER]?.toString()).toBe('batch_malformed');
  });

  it('refuse a batch that claims millions of records before they are made', async () => {
    const bytes = await forged(CompressionTypes.GZIP, gzipSync(Buffer.alloc(10)));
    bytes.writeInt32BE(5_000_000, 57);
    await expect(read(bytes)).rejects.toThrow('5000000 records');
  });

  it('read snappy in the framing of Java clients', async () => {
    const plain = (await batch(CompressionTypes.None, ['java'])).subarray(61);
    const block = await (codecs[CompressionTypes.Snappy] as () => { compress(e: object): Promise<Buffer> })().compress({
      buffer: plain,
    });
    const { records } = await read(await forged(CompressionTypes.Snappy, framed(block)));
    expect(records[0]?.value?.toString()).toBe('java');
  });
});

function framed(block: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(block.length);
  return Buffer.concat([Buffer.from('82534e41505059000000000100000001', 'hex'), size, block]);
}

const nestedSnappy = () => framed(framed(Buffer.from('0400000000', 'hex')));
