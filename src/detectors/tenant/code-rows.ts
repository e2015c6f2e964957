/** What a tenant did code by code, as the field `codes` of a record of minutes carries it. */

/** Codes of a tenant on one partition. */
export const MOST_CODES = 512;
/** Places in a row of eight words. */
export const [CODE, EVENTS_5M, EVENTS_60M, EVENTS_24H, ARRIVALS_60M, ARRIVALS_24H, FIRST_MINUTE, LAST_MINUTE] = [
  0, 1, 2, 3, 4, 5, 6, 7,
] as const;
export const ROW_WORDS = 8;
const ROW_BYTES = ROW_WORDS * 4;

/** Rows as numbers: codes and minutes are read from `words`, counts from `counts`; both see the same bytes. */
export interface CodeRows {
  readonly words: Uint32Array;
  readonly counts: Float32Array;
  readonly length: number;
}

/** A copy of the rows in their bytes, with room for more; what is no whole row is left out. */
export function rowsOf(bytes: Uint8Array, more = 0): CodeRows {
  const length = Math.min(MOST_CODES, Math.floor(bytes.byteLength / ROW_BYTES));
  const buffer = new ArrayBuffer((length + more) * ROW_BYTES);
  new Uint8Array(buffer).set(bytes.subarray(0, length * ROW_BYTES));
  return { words: new Uint32Array(buffer), counts: new Float32Array(buffer), length };
}

/** Bytes of the rows at these places, in the machine's order, which is little endian wherever Node and ONNX are built together. */
export function bytesOf({ words }: CodeRows, places: readonly number[]): Uint8Array {
  const made = new Uint32Array(places.length * ROW_WORDS);
  for (const [i, place] of places.entries())
    made.set(words.subarray(place * ROW_WORDS, (place + 1) * ROW_WORDS), i * ROW_WORDS);
  return new Uint8Array(made.buffer);
}
