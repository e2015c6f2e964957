import { describe, expect, it } from '@jest/globals';
import { keyText, murmur2, parseKey, partitioner } from './wire-key.ts';

describe('murmur2', () => {
  // Values of the test of the Java client's own partitioner
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s is what the Java client computes', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash & 0x7fffffff);
  });
});

it('gives a key the same partition each time', () => {
  const partitionOf = partitioner();
  expect(partitionOf('acme/web-1', 6)).toBe(murmur2(Buffer.from('acme/web-1')) % 6);
  expect(partitionOf('acme/web-1', 6)).toBe(partitionOf('acme/web-1', 6));
});

it('writes a key so that it can be read back, slashes in the id included', () => {
  const key = { tenant: 'acme', id: 'host/with/slashes' };
  expect(parseKey(keyText(key))).toEqual(key);
  expect(parseKey('no-slash')).toBeNull();
});
