import { createHmac, type KeyObject } from 'node:crypto';

/** Endless numbers that follow from a key and a text: HMAC-SHA-256 in counter mode. */
export function digestStream(key: KeyObject, text: string): (below: number) => number {
  let block = Buffer.alloc(0);
  let at = 0;
  let counter = 0;
  return (below) => {
    if (at + 2 > block.length) {
      block = createHmac('sha256', key).update(`${counter++}\0${text}`, 'utf8').digest();
      at = 0;
    }
    const value = block.readUInt16BE(at);
    at += 2;
    return value % below;
  };
}
