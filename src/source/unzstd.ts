import { createZstdDecompress, type ZstdDecompress } from 'node:zlib';

/**
 * All frames of a zstd file, one after the other. Node's decoder ends with the first and drops what follows without
 * a word, and files that were appended to or packed in parallel have many. Throws where the bytes are no whole frame.
 */
export async function* unzstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = source[Symbol.asyncIterator]();
  try {
    let chunk = await next(input);
    while (chunk) {
      const decoder = createZstdDecompress();
      const behind = feed(decoder, input, chunk);
      yield* decoder as AsyncIterable<Buffer>;
      chunk = await behind;
    }
  } finally {
    await input.return?.();
  }
}

/** Writes until the input or the frame ends; answers what lies behind the frame, null at the end of the input. */
async function feed(decoder: ZstdDecompress, input: AsyncIterator<Buffer>, first: Buffer): Promise<Buffer | null> {
  try {
    let given = 0;
    for (let chunk: Buffer | null = first; chunk; chunk = await next(input)) {
      given += chunk.length;
      if (!(await isTaken(decoder, chunk))) return null;
      const left = given - decoder.bytesWritten;
      if (left > 0) return chunk.subarray(chunk.length - left);
    }
    decoder.end();
  } catch (cause) {
    decoder.destroy(cause as Error);
  }
  return null;
}

async function next(input: AsyncIterator<Buffer>): Promise<Buffer | null> {
  const { done, value } = await input.next();
  return done ? null : value;
}

/** False when the decoder has failed; it says itself why. */
const isTaken = (decoder: ZstdDecompress, chunk: Buffer): Promise<boolean> =>
  new Promise((resolve) => decoder.write(chunk, (error) => resolve(!error)));
