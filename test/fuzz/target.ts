import type fc from 'fast-check';

/** One door through which a stranger's bytes come in, and the laws that hold behind it. */
export interface Target<I = unknown> {
  readonly name: string;
  /** One line: what is fed, and what must hold. */
  readonly about: string;
  /** Inputs made of the corpus and from nothing. The same seed gives the same inputs. */
  inputs(corpus: readonly I[]): fc.Arbitrary<I>;
  readonly file: FileForm<I>;
  /** Throws where a law is broken, whatever else is thrown on the way included. */
  check(input: I): void | Promise<void>;
}

/** How an input is kept in a file: what was found once is found again. */
export interface FileForm<I> {
  read(bytes: Uint8Array): I;
  write(input: I): Uint8Array;
}

/** A broken law. The text names the law and the place, and may quote the input: it goes to a developer alone. */
export class BrokenLaw extends Error {
  override readonly name = 'BrokenLaw';
}

export function law(holds: boolean, text: string | (() => string)): void {
  if (!holds) throw new BrokenLaw(typeof text === 'string' ? text : text());
}

/** The bytes are the file. */
export const RAW: FileForm<Uint8Array> = { read: (bytes) => bytes, write: (bytes) => bytes };

/** A value of JSON; bytes inside of it are strings of one character a byte. */
export const asJson = <I>(): FileForm<I> => ({
  read: (bytes) => JSON.parse(Buffer.from(bytes).toString()) as I,
  write: (input) => Buffer.from(`${JSON.stringify(input, null, 1)}\n`),
});

export const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');
export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
