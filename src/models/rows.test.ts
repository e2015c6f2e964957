import { describe, expect, it } from '@jest/globals';
import { countRows, emptyRows, sliceRows } from './rows.ts';

const inputs = [
  { of: 'vector' as const, width: 3 },
  { of: 'codeTokens' as const, width: 2 },
];

describe('countRows', () => {
  it.each([0, 1, 5])('counts %d rows that emptyRows has made', (count) => {
    const rows = inputs.map((input) => emptyRows(input, count));
    expect(countRows(inputs, rows)).toBe(count);
  });

  it.each([
    ['an array is missing', [new Float32Array(3)]],
    ['one too many', [new Float32Array(3), new Int32Array(2), new Int32Array(2)]],
    ['a row is cut', [new Float32Array(4), new Int32Array(2)]],
    ['the arrays differ in rows', [new Float32Array(6), new Int32Array(2)]],
    ['ids are floats', [new Float32Array(3), new Float32Array(2)]],
    ['there is nothing', []],
  ])('is null where %s', (_, rows) => {
    expect(countRows(inputs, rows)).toBeNull();
  });
});

it('sliceRows takes the same rows of each array', () => {
  const rows = [Float32Array.of(1, 2, 3, 4, 5, 6), Int32Array.of(1, 2, 3, 4)];
  expect(sliceRows(inputs, rows, 1, 2)).toEqual([Float32Array.of(4, 5, 6), Int32Array.of(3, 4)]);
});
