import avro from 'avsc';

/** The value claims to be longer than its bytes are. */
export class OverrunError extends RangeError {
  override readonly name = 'OverrunError';
}

interface Tap {
  readonly buf: Buffer;
  pos: number;
  readLong(): number;
  readString(): string;
  skipString(): void;
}
type Read = (this: unknown, tap: Tap) => unknown;
interface Codec {
  _read: Read;
  _skip: (this: unknown, tap: Tap) => void;
  _write: (this: unknown, tap: Tap, value: unknown) => void;
}
interface Container {
  readonly itemsType: Codec;
  readonly valuesType: Codec;
}

const prototypeOf = (name: keyof typeof avro.types): Codec =>
  (avro.types[name] as unknown as { prototype: Codec }).prototype;

let guarded = false;

/**
 * avsc believes the lengths that a value claims: five bytes make it build an array of billions, and a negative length
 * makes it read the same bytes again and again. Here a length may not exceed the bytes that are left, so the work is
 * bounded by the size of the value. Items of no width count as one byte. Maps have no prototype, as their keys are foreign.
 * An int has 32 bits.
 */
export function guardAvro(): void {
  if (guarded) return;
  guarded = true;
  Object.assign(prototypeOf('ArrayType'), { _read: readArray, _skip: skipArray });
  Object.assign(prototypeOf('MapType'), { _read: readMap, _skip: skipMap });
  for (const name of ['StringType', 'BytesType'] as const) {
    const type = prototypeOf(name);
    Object.assign(type, { _read: forwards(type._read), _skip: forwards(type._skip) });
  }
  const int = prototypeOf('IntType');
  Object.assign(int, { _read: within32Bits(int._read) });
  const bytes = prototypeOf('BytesType');
  const write = bytes._write;
  bytes._write = function (tap, value) {
    write.call(
      this,
      tap,
      value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value,
    );
  };
}

function forwards<T>(read: (this: unknown, tap: Tap) => T) {
  return function (this: unknown, tap: Tap): T {
    const before = tap.pos;
    const value = read.call(this, tap);
    if (!(tap.pos > before)) throw new OverrunError('negative length');
    return value;
  };
}

/** avsc reads an int of any length, and throws only when the value is written again. */
function within32Bits(read: Read): Read {
  return function (tap) {
    const value = read.call(this, tap);
    if (value !== ((value as number) | 0)) throw new RangeError('an int of more than 32 bits');
    return value;
  };
}

function readArray(this: Container, tap: Tap): unknown[] {
  const items: unknown[] = [];
  for (let count = blockCount(tap); count > 0; count = blockCount(tap))
    while (count--) items.push(this.itemsType._read(tap));
  return items;
}

function skipArray(this: Container, tap: Tap): void {
  for (let count = blockCount(tap); count > 0; count = blockCount(tap)) while (count--) this.itemsType._skip(tap);
}

function readMap(this: Container, tap: Tap): object {
  const map: Record<string, unknown> = Object.create(null);
  for (let count = blockCount(tap); count > 0; count = blockCount(tap)) {
    while (count--) {
      const key = readKey(tap);
      map[key] = this.valuesType._read(tap);
    }
  }
  return map;
}

function skipMap(this: Container, tap: Tap): void {
  for (let count = blockCount(tap); count > 0; count = blockCount(tap)) {
    while (count--) {
      readKey(tap);
      this.valuesType._skip(tap);
    }
  }
}

const readKey = forwards((tap: Tap) => tap.readString());

/** Items of the next block. A negative count is followed by the size of the block in bytes, which nobody needs. */
function blockCount(tap: Tap): number {
  let count = tap.readLong();
  if (count < 0) {
    count = -count;
    tap.readLong();
  }
  if (count > 0 && count > tap.buf.length - tap.pos) throw new OverrunError('more items than bytes');
  return count;
}
