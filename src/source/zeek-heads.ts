import type { Line } from './lines.ts';

const COLUMNS = Buffer.from('#fields\t');
const PATH = Buffer.from('#path\t');
const LOG = /^[a-z0-9_]{1,30}$/;

/** Headers that a record of the raw topic takes from the head of its file. */
export interface ZeekHead {
  readonly 'zeek-fields'?: Buffer;
  readonly format?: Buffer;
}

/** A Zeek log names its columns and its type once, in lines of their own; each record must bring them along. */
export function zeekHeads(): (line: Line) => ZeekHead {
  const heads = new Map<string, ZeekHead>();
  return ({ file, bytes }) => {
    if (bytes[0] === HASH) {
      if (startsWith(bytes, COLUMNS)) heads.set(file, { ...heads.get(file), 'zeek-fields': Buffer.from(bytes) });
      else if (startsWith(bytes, PATH)) heads.set(file, { ...heads.get(file), ...formatIn(bytes) });
    }
    return heads.get(file) ?? NO_HEAD;
  };
}
const NO_HEAD: ZeekHead = {};
const HASH = 0x23;

const startsWith = (bytes: Uint8Array, start: Buffer): boolean => start.equals(bytes.subarray(0, start.length));

/** The hint by which intake knows the log; of a name that is none, nothing. */
function formatIn(bytes: Uint8Array): ZeekHead {
  const log = Buffer.from(bytes.subarray(PATH.length, PATH.length + 40))
    .toString()
    .trim();
  return LOG.test(log) ? { format: Buffer.from(`zeek_${log}`) } : {};
}
