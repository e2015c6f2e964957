import { describe, expect, it } from '@jest/globals';
import type { Send } from '../../ports.ts';
import { takeChunk } from './chunks.ts';

const send = (bytes: number): Send => ({
  topic: 't',
  partition: 0,
  key: null,
  value: new Uint8Array(bytes),
  headers: {},
});
const lengths = (records: readonly Send[]) => {
  const chunks: number[] = [];
  for (let from = 0; from < records.length; from += chunks.at(-1) ?? 0) chunks.push(takeChunk(records, from).length);
  return chunks;
};

describe('chunks of one produce request', () => {
  it.each<[string, Send[], number[]]>([
    ['few small ones together', [send(1), send(1), send(1)], [3]],
    ['at most 1,000', Array.from({ length: 2500 }, () => send(1)), [1000, 1000, 500]],
    ['at most 900 KB', [send(400_000), send(400_000), send(400_000)], [2, 1]],
    ['a single larger one alone', [send(10), send(5_000_000), send(10)], [1, 1, 1]],
  ])('take %s', (_, records, expected) => {
    expect(lengths(records)).toEqual(expected);
  });

  it('count headers', () => {
    const heavy: Send = { ...send(1), headers: { name: new Uint8Array(500_000) } };
    expect(takeChunk([heavy, heavy], 0)).toHaveLength(1);
  });
});
