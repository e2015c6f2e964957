import { closeSync, openSync, readSync } from 'node:fs';

/** Reads a small file as text; throws an Error whose message says what is wrong with it, without its path. */
export type ReadText = (path: string, maxBytes: number) => string;

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  EISDIR: 'is a folder',
};

/** Never more than the limit is read, whatever the file grows to. One line end at the end is no part of the text. */
export const readText: ReadText = (path, maxBytes) => {
  const bytes = readAtMost(path, maxBytes + 1);
  if (bytes.length > maxBytes) throw new Error(`is larger than ${maxBytes} bytes`);
  const text = bytes.toString('utf8').replace(/\r?\n$/, '');
  if (text.trim() === '') throw new Error('is empty');
  return text;
};

function readAtMost(path: string, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  try {
    const file = openSync(path, 'r');
    try {
      return bytes.subarray(0, fill(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    throw new Error(FAULTS[code] ?? `cannot be read (${code})`);
  }
}

/** A pipe gives its bytes in parts. */
function fill(file: number, bytes: Buffer): number {
  let length = 0;
  for (let read = -1; read !== 0 && length < bytes.length; length += read)
    read = readSync(file, bytes, length, bytes.length - length, null);
  return length;
}
