/** What compressed bytes claim to become, read before they are unpacked. */

const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;

/** Blocks of a snappy stream, plain or in the Java framing; throws when together they would exceed the limit. */
export function snappyBlocks(bytes: Buffer, maxBytes: number): readonly Buffer[] {
  const blocks = isXerial(bytes) ? xerialBlocks(bytes) : [bytes];
  let total = 0;
  for (const block of blocks) {
    if (isXerial(block)) throw new Error('snappy frame inside a snappy frame');
    const { length, start } = snappyLength(block);
    total += length;
    if (total > maxBytes) throw new Error('snappy stream is too long');
    checkSnappyElements(block, start, length);
  }
  return blocks;
}

const isXerial = (bytes: Buffer) => bytes.subarray(0, XERIAL.length).equals(XERIAL);

function xerialBlocks(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = XERIAL_HEADER_BYTES; at + 4 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    blocks.push(bytes.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return blocks;
}

function snappyLength(block: Buffer): { length: number; start: number } {
  let length = 0;
  for (let index = 0; index < 5; index++) {
    const byte = block[index];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return { length, start: index + 1 };
  }
  throw new Error('snappy block without a length');
}

const LONGEST_SHORT_LITERAL = 60;

/**
 * Throws when the elements of a block do not add up to its length. The library takes a literal of more than 2 GB for one
 * of less than nothing, and reads the bytes before it again and again.
 */
function checkSnappyElements(block: Buffer, start: number, length: number): void {
  let left = length;
  for (let at = start; at < block.length; ) {
    const tag = block[at++] as number;
    const kind = tag & 3;
    let size = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    if (kind !== 0) at += kind === 3 ? 4 : kind;
    else {
      const sizeBytes = Math.max(0, size - LONGEST_SHORT_LITERAL);
      if (at + sizeBytes > block.length) break;
      if (sizeBytes > 0) size = block.readUIntLE(at, sizeBytes) + 1;
      at += sizeBytes + size;
    }
    left -= size;
    if (left < 0 || at > block.length) throw new Error('snappy block is not what its length says');
  }
  if (left > 0) throw new Error('snappy block is not what its length says');
}

const LZ4_MAGIC = 0x184d2204;

/** Throws when the blocks of an lz4 frame, each taken as full, would exceed the limit. */
export function checkLz4Size(bytes: Buffer, maxBytes: number): void {
  if (bytes.length < 7 || bytes.readUInt32LE(0) !== LZ4_MAGIC) throw new Error('not an lz4 frame');
  const flags = bytes[4] as number;
  const blockBytes = 2 ** (8 + 2 * (((bytes[5] as number) >> 4) & 7));
  const checksumBytes = flags & 0x10 ? 4 : 0;
  let at = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  for (let total = 0; at + 4 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at) & 0x7fffffff;
    if (size === 0) return;
    total += Math.min(blockBytes, size * 255);
    if (total > maxBytes) throw new Error('lz4 frame is too long');
    at += 4 + size + checksumBytes;
  }
}
