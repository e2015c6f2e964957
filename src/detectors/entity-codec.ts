import { deriveBook } from './code-book.ts';
import { BLOCK_BYTES, type EntityWindows, windowsOver } from './entity-windows.ts';
import { derive } from './recency.ts';

/** Raise it with every change of the block's layout. A block of the version before is the beginning of ours. */
export const ENTITY_VERSION = 3;

const WORDS = BLOCK_BYTES / 4;
const HEADER_BYTES = 4;
/** Shorter runs of zeros cost more to skip than to copy. */
const SHORTEST_GAP = 2;
const scratch = new Uint32Array(WORDS * 2 + 2);

/** Version, then pairs of (zero words to skip, words that follow), both 16 bits in one word: most of a block is zeros. */
export function encodeEntity(windows: EntityWindows): Uint8Array {
  const words = new Uint32Array(windows.buffer);
  scratch[0] = ENTITY_VERSION;
  let end = 1;
  let at = 0;
  while (at < WORDS) {
    const from = skipZeros(words, at);
    const to = literalEnd(words, from);
    scratch[end++] = ((from - at) << 16) | (to - from);
    for (let i = from; i < to; i++) scratch[end++] = words[i] as number;
    at = to;
  }
  return new Uint8Array(scratch.buffer, 0, end * 4).slice();
}

function skipZeros(words: Uint32Array, from: number): number {
  let at = from;
  while (at < WORDS && words[at] === 0) at++;
  return at;
}

function literalEnd(words: Uint32Array, from: number): number {
  let at = from;
  while (at < WORDS) {
    if (words[at] !== 0) at++;
    else {
      const next = skipZeros(words, at);
      if (next - at >= SHORTEST_GAP || next === WORDS) return at;
      at = next;
    }
  }
  return at;
}

/** Reads this version and the one before. Throws on a newer one and on bytes that no encoder of ours wrote. */
export function decodeEntity(bytes: Uint8Array): EntityWindows {
  const copy = new Uint8Array(bytes);
  const input = new Uint32Array(copy.buffer, 0, copy.byteLength >> 2);
  if (bytes.byteLength < HEADER_BYTES) throw new Error('entity state is too short');
  const version = input[0] as number;
  if (version !== ENTITY_VERSION && version !== ENTITY_VERSION - 1)
    throw new Error(
      `entity state has version ${version}, this process reads versions ${ENTITY_VERSION - 1} and ${ENTITY_VERSION}`,
    );
  const buffer = new ArrayBuffer(BLOCK_BYTES);
  fill(new Uint32Array(buffer), input);
  const windows = windowsOver(buffer);
  derive(windows);
  deriveBook(windows);
  return windows;
}

function fill(words: Uint32Array, input: Uint32Array): void {
  let at = 0;
  let read = 1;
  while (read < input.length) {
    const pair = input[read++] as number;
    const count = pair & 0xffff;
    at += pair >>> 16;
    if (at + count > WORDS || read + count > input.length) throw new Error('entity state is broken');
    words.set(input.subarray(read, read + count), at);
    at += count;
    read += count;
  }
}
