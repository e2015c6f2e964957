import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commonRuns, type Run } from './myers.ts';

const series = fc.array(fc.nat(4), { maxLength: 40 }).map((symbols) => Int32Array.from(symbols));
const kept = (runs: readonly Run[]) => runs.reduce((sum, { length }) => sum + length, 0);

function longestCommon(a: Int32Array, b: Int32Array): number {
  let row = Array<number>(b.length + 1).fill(0);
  for (const symbol of a) {
    const next = [0];
    for (const [j, other] of b.entries())
      next.push(symbol === other ? (row[j] as number) + 1 : Math.max(row[j + 1] as number, next[j] as number));
    row = next;
  }
  return row.at(-1) as number;
}

describe('common runs', () => {
  it('given any two series, then as much is kept as can be', () => {
    fc.assert(
      fc.property(series, series, (a, b) => {
        expect(kept(commonRuns(a, b, 80))).toBe(longestCommon(a, b));
      }),
    );
  });

  it('given fewer edits than are needed, then the runs are still equal, in order and apart', () => {
    fc.assert(
      fc.property(series, series, fc.nat(6), (a, b, mostEdits) => {
        let [endA, endB] = [0, 0];
        for (const run of commonRuns(a, b, mostEdits)) {
          expect(a.slice(run.a, run.a + run.length)).toEqual(b.slice(run.b, run.b + run.length));
          expect(run.a >= endA && run.b >= endB).toBe(true);
          [endA, endB] = [run.a + run.length, run.b + run.length];
        }
        expect(endA <= a.length && endB <= b.length).toBe(true);
      }),
    );
  });

  it('given more edits than the bound, all over the series, then most of what is common is still kept', () => {
    const a = Int32Array.from({ length: 2_000 }, (_, at) => at);
    const b = a.map((symbol) => (symbol % 10 === 5 ? symbol + 10_000 : symbol));
    expect(kept(commonRuns(a, b, 8))).toBeGreaterThan(1_700);
  });
});
