import type { Counted } from '../../detectors/tenant/close-minute.ts';

/** The last two minutes of a tenant on one partition that are over, oldest first. */
export interface PastMinutes {
  readonly past: readonly Counted[];
  /** Place in the table of the one that was told last. */
  readonly place: number;
}

const NUMBERS = ['minute', 'firstMinute', 'events5m', 'events60m', 'events24h', 'entities60m', 'entities24h'] as const;
const HEAD_BYTES = NUMBERS.length * 8 + 4;

/** The place; then each minute as its numbers, the length of its codes, and these; little endian. */
export function encodePast({ past, place }: PastMinutes): Uint8Array {
  const bytes = new Uint8Array(past.reduce((sum, { codes }) => sum + HEAD_BYTES + codes.length, 1));
  const view = new DataView(bytes.buffer);
  bytes[0] = place;
  let at = 1;
  for (const counted of past) {
    for (const [i, name] of NUMBERS.entries()) view.setFloat64(at + i * 8, counted[name], true);
    view.setUint32(at + HEAD_BYTES - 4, counted.codes.length, true);
    bytes.set(counted.codes, at + HEAD_BYTES);
    at += HEAD_BYTES + counted.codes.length;
  }
  return bytes;
}

export function decodePast(bytes: Uint8Array): PastMinutes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const past: Counted[] = [];
  for (let at = 1; at + HEAD_BYTES <= bytes.length; ) {
    const [minute = 0, firstMinute = 0, events5m = 0, events60m = 0, events24h = 0, entities60m = 0, entities24h = 0] =
      NUMBERS.map((_, i) => view.getFloat64(at + i * 8, true));
    const length = view.getUint32(at + HEAD_BYTES - 4, true);
    at += HEAD_BYTES;
    const codes = bytes.slice(at, at + length);
    past.push({ minute, firstMinute, events5m, events60m, events24h, entities60m, entities24h, codes });
    at += length;
  }
  return { past, place: bytes[0] ?? 0 };
}
