import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { unzstd } from './unzstd.ts';

export interface Line {
  /** Name of the file, see `fileNames`. */
  readonly file: string;
  /** Counted from 1; empty lines count and are left out. */
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** What is longer is cut into pieces of this size, so that memory stays bounded; no format has such lines. */
const LONGEST_LINE = 17 * 1024 * 1024;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/**
 * What lines call their files: the base name, `stdin` for `-`; the whole path where two files have one base name,
 * else their lines would pass for repeats of each other.
 */
export function fileNames(paths: readonly string[]): readonly string[] {
  const short = paths.map(shortName);
  return short.map((name, index) => (short.indexOf(name) === short.lastIndexOf(name) ? name : (paths[index] ?? name)));
}

const shortName = (path: string): string => (path === '-' ? 'stdin' : basename(path));

/** Lines of a plain, .gz or .zst file, or of stdin for `-`, in lists as they come. Throws the system's error when the file cannot be read. */
export async function* readLines(path: string, file = shortName(path)): AsyncGenerator<readonly Line[]> {
  let number = 0;
  let rest: Buffer[] = [];
  let restLength = 0;
  const make = (bytes: Buffer): Line | null => {
    number += 1;
    const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
    return end === 0 ? null : { file, number, bytes: bytes.subarray(0, end) };
  };
  for await (const chunk of named(opened(path), path)) {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const piece = chunk.subarray(from, at);
      const line = make(rest.length > 0 ? Buffer.concat([...rest, piece]) : piece);
      if (line) lines.push(line);
      rest = [];
      restLength = 0;
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
    restLength += chunk.length - from;
    if (restLength > LONGEST_LINE) {
      const line = make(Buffer.concat(rest));
      if (line) lines.push(line);
      rest = [];
      restLength = 0;
    }
    if (lines.length > 0) yield lines;
  }
  const last = rest.length > 0 ? make(Buffer.concat(rest)) : null;
  if (last) yield [last];
}

function opened(path: string): AsyncIterable<Buffer> {
  if (path === '-') return process.stdin;
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  if (path.endsWith('.zst')) return unzstd(file);
  if (!path.endsWith('.gz')) return file;
  const unpack = createGunzip();
  file.on('error', (cause) => unpack.destroy(cause));
  return file.pipe(unpack);
}

/** What cannot be unpacked says where it stands, as what cannot be opened does. */
async function* named(bytes: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  try {
    yield* bytes;
  } catch (cause) {
    throw Object.assign(cause as Error, { path });
  }
}
