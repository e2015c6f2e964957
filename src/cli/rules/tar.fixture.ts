export interface Packed {
  readonly name: string;
  readonly text: string;
  /** '0' for a file, '2' for a link. */
  readonly kind?: string;
}

/** An archive as GNU tar writes it. */
export function tarOf(files: readonly Packed[]): Buffer {
  const parts = files.flatMap(({ name, text, kind = '0' }) => [
    ...(name.length > 99 ? entry('././@LongLink', Buffer.from(`${name}\0`), 'L') : []),
    ...entry(name.slice(0, 99), Buffer.from(text), kind),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(1_024)]);
}

function entry(name: string, bytes: Buffer, kind: string): readonly Buffer[] {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(`        ${kind}`, 148);
  header.write('ustar  \0', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}
