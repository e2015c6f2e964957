import { createHash } from 'node:crypto';

/** Name space of every id that vedette makes. Never to be changed: ids of alerts follow from it. */
export const VEDETTE_NAMESPACE = '6f1c1d0e-8a52-5d0b-9c1b-7a3e5b9d2f40';

/** UUID version 5 (RFC 9562): the same name space and name give the same id, on any machine, at any time. */
export function uuid5(namespace: string, name: string): string {
  const hash = createHash('sha1').update(uuidBytes(namespace)).update(name, 'utf8').digest();
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50;
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Id of something that is told apart by several facts. Written as JSON, so that ("a", "bc") and ("ab", "c") differ. */
export const idOf = (...facts: readonly string[]): string => uuid5(VEDETTE_NAMESPACE, JSON.stringify(facts));

function uuidBytes(uuid: string): Uint8Array {
  const hex = uuid.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new Error('a name space must be a UUID');
  return Buffer.from(hex, 'hex');
}
