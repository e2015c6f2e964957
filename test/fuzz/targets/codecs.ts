import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { compressFrameSync } from 'lz4-napi';
import { MAX_OUTPUT_BYTES } from '../../../src/shell/kafka/codecs.ts';
import {
  COMPRESSION,
  packed,
  type ReadRecord,
  readForged,
  recordBytes,
} from '../../../src/shell/kafka/forged-batch.fixture.ts';
import { MAX_RECORDS } from '../../../src/shell/kafka/record-screen.ts';
import { mutated } from '../mutate.ts';
import { bytesOf, type FileForm, law, type Target, textOf } from '../target.ts';

/** The part of a batch that a stranger chooses: how many records it claims, and what is packed. */
export interface BatchInput {
  readonly count: number;
  readonly payload: Uint8Array;
}

const MEGABYTE = 1024 * 1024;
/** Beyond what is taken, and just below it. */
const BOMBS = [2 * MAX_OUTPUT_BYTES, MAX_OUTPUT_BYTES - MEGABYTE];
const PLAIN = [
  recordBytes('a', 0),
  recordBytes('b'.repeat(300), 2),
  recordBytes(null, 1),
  Buffer.concat([recordBytes('c', 1), recordBytes('d', 1)]),
  recordBytes('e', 257),
];

interface CodecCase {
  readonly name: string;
  readonly type: number;
  /** Packs megabytes into kilobytes, where the format can. */
  readonly bomb?: (bytes: Buffer) => Buffer;
}

const CODECS: readonly CodecCase[] = [
  { name: 'none', type: COMPRESSION.None },
  { name: 'gzip', type: COMPRESSION.GZIP, bomb: (bytes) => gzipSync(bytes) },
  { name: 'snappy', type: COMPRESSION.Snappy, bomb: snappyBomb },
  { name: 'lz4', type: COMPRESSION.LZ4, bomb: (bytes) => compressFrameSync(bytes) },
  { name: 'zstd', type: COMPRESSION.ZSTD, bomb: (bytes) => zstdCompressSync(bytes) },
];

/** A literal byte, then copies of the byte before, 64 at a time. */
function snappyBomb({ length }: Buffer): Buffer {
  const size: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 128)) size.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
  const copies = Buffer.alloc(Math.floor((length - 1) / 64) * 3, Buffer.of(0xfe, 1, 0));
  return Buffer.concat([Buffer.from([...size, 0, 0]), copies]);
}

/** The count on the first line, then the payload. */
const FILE: FileForm<BatchInput> = {
  read(bytes) {
    const end = bytes.indexOf(10);
    return { count: Number(textOf(bytes.subarray(0, end))), payload: bytes.subarray(end + 1) };
  },
  write: ({ count, payload }) => Buffer.concat([bytesOf(`${count}\n`), payload]),
};

export const CODEC_TARGETS: readonly Target<BatchInput>[] = await Promise.all(CODECS.map(codecTarget));

async function codecTarget({ name, type, bomb }: CodecCase): Promise<Target<BatchInput>> {
  const whole = await Promise.all(PLAIN.map((plain) => packed(type, plain)));
  return {
    name: `codec-${name}`,
    about: `every record of a ${name} batch is read or says that it cannot be, within the bounds of size`,
    file: FILE,
    inputs(corpus) {
      const payload = fc.oneof(
        { weight: 300, arbitrary: mutated([...whole, ...corpus.map((one) => one.payload)], 4) },
        { weight: 100, arbitrary: mutated(PLAIN, 4) },
        ...(bomb
          ? [
              {
                weight: 1,
                arbitrary: mutated(
                  BOMBS.map((size) => bomb(Buffer.alloc(size))),
                  2,
                ),
              },
            ]
          : []),
      );
      const count = fc.oneof(
        { weight: 1_000, arbitrary: fc.integer({ min: 1, max: 3 }) },
        { weight: 100, arbitrary: fc.integer({ min: -3, max: 300 }) },
        { weight: 1, arbitrary: fc.constantFrom(MAX_RECORDS, MAX_RECORDS + 1, 2_147_483_647, -2_147_483_648) },
      );
      return fc.record({ count, payload });
    },
    check: (input) => checkBatch(type, input),
  };
}

async function checkBatch(type: number, { count, payload }: BatchInput): Promise<void> {
  const answer = await readForged(type, count, payload).catch((error: unknown) => String(error));
  if (typeof answer === 'string') {
    law(count > MAX_RECORDS, () => `the consumer would stop: ${answer}`);
    return;
  }
  law(answer.length === Math.max(0, count), () => `${answer.length} records of ${count}`);
  law(answer.every(isBounded), 'a value beyond the bound');
}

const isBounded = ({ value }: ReadRecord): boolean => value === null || value.length <= MAX_OUTPUT_BYTES;
