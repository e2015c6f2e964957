/** A file in a tar archive. */
export interface TarFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const BLOCK = 512;
const REGULAR: ReadonlySet<string> = new Set(['0', '\0']);
const LONG_NAME = 'L';
const EXTENDED = 'x';

/** The archive is cut short or is none. */
export class BrokenTar extends Error {
  override readonly name = 'BrokenTar';
}

/**
 * The regular files of an archive in memory, as GNU and POSIX tools write them. Links, folders and devices are passed
 * over, and a name is only ever a name: nothing is written. Throws BrokenTar.
 */
export function* tarFiles(archive: Buffer): Generator<TarFile> {
  let longName = '';
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0; ) {
    const header = archive.subarray(at, at + BLOCK);
    if (!isSound(header)) throw new BrokenTar('a header whose checksum is wrong');
    const size = octal(header, 124, 12);
    const bytes = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (bytes.length < size) throw new BrokenTar('ends in the middle of a file');
    const kind = String.fromCharCode(header[156] ?? 0);
    if (REGULAR.has(kind)) yield { name: longName || nameIn(header), bytes };
    if (kind === LONG_NAME) longName = text(bytes, 0, bytes.length);
    else if (kind === EXTENDED) longName = extendedName(bytes);
    else longName = '';
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

const CHECKSUM_FROM = 148;
const CHECKSUM_TO = 156;

/** The sum of all bytes of the header, with spaces for the sum itself. */
function isSound(header: Buffer): boolean {
  let sum = 0;
  for (const [at, byte] of header.entries()) sum += at >= CHECKSUM_FROM && at < CHECKSUM_TO ? 0x20 : byte;
  return sum === octal(header, CHECKSUM_FROM, 8);
}

/** Throws BrokenTar where it is no number: sizes beyond 8 GB are written otherwise, and no archive of rules has them. */
function octal(header: Buffer, from: number, length: number): number {
  const digits = text(header, from, length).trim();
  if (/^[0-7]{1,11}$/.test(digits)) return Number.parseInt(digits, 8);
  throw new BrokenTar('a header without a size');
}

function nameIn(header: Buffer): string {
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? text(header, 345, 155) : '';
  const name = text(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** `27 path=some/long/name` and a line break. */
function extendedName(bytes: Buffer): string {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(bytes.toString())?.[1] ?? '';
}

/** Up to the first NUL. */
function text(bytes: Buffer, from: number, length: number): string {
  const whole = bytes.toString('utf8', from, from + length);
  const end = whole.indexOf('\0');
  return end < 0 ? whole : whole.slice(0, end);
}
