import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { unzstd } from './unzstd.ts';
import { unwrapped } from './wrapped.ts';

export interface Line {
  /** Name of the file, see `fileNames`. */
  readonly file: string;
  /** Counted from 1; empty lines count and are left out. */
  readonly number: number;
  /** Counted from 1 where the line wraps many records and this is one of them. */
  readonly record?: number;
  readonly bytes: Uint8Array;
}

/** `<file>:<line>`, or `<file>:<line>.<record>`. */
export const placeOf = ({ file, number, record }: Line): string =>
  record === undefined ? `${file}:${number}` : `${file}:${number}.${record}`;

/**
 * What is longer is cut into pieces of this size, so that memory stays bounded. No format has such lines, but a
 * CloudTrail file may be one: its pieces are refused, not read in part.
 */
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

/**
 * Lines of a plain, .gz or .zst file, or of stdin for `-`, in lists as they come; of a line that wraps many records,
 * these. Throws the system's error when the file cannot be read.
 */
export async function* readLines(path: string, file = shortName(path)): AsyncGenerator<readonly Line[]> {
  let number = 0;
  let rest: Buffer[] = [];
  let restLength = 0;
  const add = (line: Buffer, lines: Line[]): void => {
    number += 1;
    const bytes = line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
    if (bytes.length === 0) return;
    const records = unwrapped(bytes);
    if (records === null) lines.push({ file, number, bytes });
    else for (const [index, one] of records.entries()) lines.push({ file, number, record: index + 1, bytes: one });
  };
  for await (const chunk of readBytes(path)) {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const piece = chunk.subarray(from, at);
      add(rest.length > 0 ? Buffer.concat([...rest, piece]) : piece, lines);
      rest = [];
      restLength = 0;
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
    restLength += chunk.length - from;
    if (restLength > LONGEST_LINE) {
      add(Buffer.concat(rest), lines);
      rest = [];
      restLength = 0;
    }
    if (lines.length > 0) yield lines;
  }
  const last: Line[] = [];
  if (rest.length > 0) add(Buffer.concat(rest), last);
  if (last.length > 0) yield last;
}

/** Bytes of a file, unpacked, as they come. Throws the system's error when it cannot be read. */
export const readBytes = (path: string): AsyncGenerator<Buffer> => named(opened(path), path);

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
