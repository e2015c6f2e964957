import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editDistance } from './edit-distance.ts';

const series = fc.array(fc.nat(5), { maxLength: 110 }).map((symbols) => Int32Array.from(symbols));

function naive(a: Int32Array, b: Int32Array): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, symbol] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries())
      next.push(
        Math.min((row[j] as number) + (symbol === other ? 0 : 1), (row[j + 1] as number) + 1, (next[j] as number) + 1),
      );
    row = next;
  }
  return row.at(-1) as number;
}

describe('edit distance', () => {
  it('given any two series, then it is that of the table of all prefixes', () => {
    fc.assert(
      fc.property(series, series, (a, b) => {
        expect(editDistance(a, b)).toBe(naive(a, b));
      }),
      { numRuns: 300 },
    );
  });

  it('given series too long to compare, then it is the bound that all symbols differ', () => {
    const a = new Int32Array(20_000).fill(1);
    const b = new Int32Array(19_000).fill(2);
    expect(editDistance(a, b)).toBe(20_000);
    expect(editDistance(Int32Array.of(0, ...a), Int32Array.of(0, ...b))).toBe(20_000);
  });
});
