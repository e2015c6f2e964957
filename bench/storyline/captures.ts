import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { readLines } from '../../src/source/lines.ts';

/** Parts a file of otrf-windows: one file a capture, the lines as they are. Each capture has its own time. */
export async function byCapture(path: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const outs = new Map<string, WriteStream>();
  mkdirSync(folder, { recursive: true });
  for await (const lines of readLines(path)) {
    for (const { bytes } of lines) {
      const { capture } = JSON.parse(Buffer.from(bytes).toString());
      const out = outs.get(capture) ?? createWriteStream(join(folder, `${capture}.jsonl`));
      outs.set(capture, out);
      out.write(`${Buffer.from(bytes)}\n`);
    }
  }
  await Promise.all([...outs.values()].map((out) => finished(out.end())));
  return new Map([...outs.keys()].map((capture) => [capture, join(folder, `${capture}.jsonl`)]));
}
