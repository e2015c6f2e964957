import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeEntity, ENTITY_VERSION, encodeEntity } from './entity-codec.ts';
import { BLOCK_BYTES, emptyWindows, windowsOver } from './entity-windows.ts';
import { meet } from './recency.ts';
import { hear } from './silence.ts';
import { openBucket } from './windows.ts';

const bytesOf = ({ buffer }: { buffer: ArrayBuffer }) => Buffer.from(buffer).toString('hex');

describe('entity codec', () => {
  it('gives back any block, byte by byte', () => {
    const words = fc.array(fc.tuple(fc.nat(BLOCK_BYTES / 4 - 1), fc.nat(0xffff_ffff)), { maxLength: 400 });
    fc.assert(
      fc.property(words, (writes) => {
        const windows = emptyWindows();
        const block = new Uint32Array(windows.buffer);
        for (const [at, word] of writes) block[at] = word;
        expect(bytesOf(decodeEntity(encodeEntity(windows)))).toBe(bytesOf(windows));
      }),
    );
  });

  it('counts again what it does not save', () => {
    const windows = emptyWindows();
    openBucket(windows, 900);
    for (let hash = 1; hash < 30; hash++) meet(windows, hash % 8, hash, 900);
    const copy = decodeEntity(encodeEntity(windows));
    expect([...copy.alive]).toEqual([...windows.alive]);
    expect([...copy.filled]).toEqual([...windows.filled]);
  });

  it('is small for what little is known, and bounded for what is full', () => {
    const full = windowsOver(new Uint8Array(BLOCK_BYTES).fill(255).buffer);
    expect(encodeEntity(emptyWindows()).length).toBeLessThan(16);
    expect(encodeEntity(full).length).toBeLessThan(12_000);
  });

  it('refuses a newer version by name', () => {
    const bytes = encodeEntity(emptyWindows());
    bytes[0] = ENTITY_VERSION + 1;
    expect(() => decodeEntity(bytes)).toThrow(/version 4, this process reads versions 2 and 3/);
  });

  it('reads what the version before has written: the book of codes is empty', () => {
    const written =
      'AgAAAAEAAQAAIIxAAQBGAAEAAAABAF8AAgAAAAEAXwADAAAAAQBfAAQAAAABAC8ABQAAAAEAkwQvAAAAAQAXAC8AAAABABcALwAAAAEAFwAvAAAAAQALAC8AAAABAFsAAC8AAAEAHwAAAAAvAQBAAC8AAAABAD8AAC8AAAwAjgAAAQEBAQEAAAAAAACIKlFBAAAAAIgqUUEAAAAAAADwPwAAAAAAAPA/AAAAAAAAHEABAB8AAADwPwAABgA=';
    const windows = emptyWindows();
    openBucket(windows, 900);
    for (let hash = 1; hash < 6; hash++) meet(windows, hash % 8, hash, 900);
    hear(windows.heard, 4_500_000, 1, 7, 3_600_000);
    expect(bytesOf(decodeEntity(Buffer.from(written, 'base64')))).toBe(bytesOf(windows));
  });

  it.each([
    ['no bytes', new Uint8Array(0)],
    ['a run past the end', Uint8Array.of(ENTITY_VERSION, 0, 0, 0, 5, 0, 0xff, 0xff)],
    ['fewer words than it says', Uint8Array.of(ENTITY_VERSION, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0)],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeEntity(bytes)).toThrow(/entity state/);
  });
});
