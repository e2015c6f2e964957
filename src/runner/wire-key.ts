import type { Key } from '../stage.ts';

/** A key as bytes is `tenant/id`; a tenant's name holds no slash. */
export const keyText = (key: Key): string => `${key.tenant}/${key.id}`;

/** null where there is no slash. */
export function parseKey(text: string): Key | null {
  const slash = text.indexOf('/');
  return slash < 0 ? null : { tenant: text.slice(0, slash), id: text.slice(slash + 1) };
}

/** murmur2 over the bytes of the key, as the Java client's default partitioner computes it, made positive. */
export function murmur2(bytes: Uint8Array): number {
  const M = 0x5bd1e995;
  const length = bytes.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  let h = 0x9747b28c ^ length;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    let k = Math.imul(view.getInt32(at, true), M);
    k = Math.imul(k ^ (k >>> 24), M);
    h = Math.imul(h, M) ^ k;
  }
  if (at < length) {
    for (let shift = 0; at + shift < length; shift++) h ^= (bytes[at + shift] as number) << (8 * shift);
    h = Math.imul(h, M);
  }
  h = Math.imul(h ^ (h >>> 13), M);
  return (h ^ (h >>> 15)) & 0x7fffffff;
}

const KNOWN_LIMIT = 50_000;

/** Partition of a key, remembered: the hash costs more than the look-up. */
export function partitioner(): (key: string, partitions: number) => number {
  const hashes = new Map<string, number>();
  return (key, partitions) => {
    let hash = hashes.get(key);
    if (hash === undefined) {
      hash = murmur2(Buffer.from(key));
      if (hashes.size >= KNOWN_LIMIT) hashes.clear();
      hashes.set(key, hash);
    }
    return hash % partitions;
  };
}
