import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';

export const SAMPLE = join(import.meta.dirname, '../../samples/lsass-logonpasswords.jsonl.zst');

/** A program below a user's folder opens LSASS. */
const ACCESS = /"SourceImage":"C:\\\\Users\\\\[^"]*".*"TargetImage":"[^"]*lsass\.exe"/i;

/** Writes so many lines of the sample, around the moment at which LSASS is opened, to a file. */
export function writeSlice(file: string, count: number): void {
  const lines = zstdDecompressSync(readFileSync(SAMPLE)).toString().split('\n');
  const middle = lines.findIndex((line) => ACCESS.test(line));
  if (middle < 0) throw new Error('the sample no longer shows how LSASS is opened');
  const from = Math.max(0, middle - Math.floor(count / 2));
  writeFileSync(file, `${lines.slice(from, from + count).join('\n')}\n`);
}
