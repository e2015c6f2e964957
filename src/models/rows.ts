import type { ModelInput } from './manifest.ts';

export type RowArray = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** Whether an input takes int32; else float32. */
export const takesIntegers = ({ of }: Pick<ModelInput, 'of'>): boolean => of !== 'vector' && of !== 'codeValues';

/** Zeros for so many rows of one input. */
export function emptyRows(input: Pick<ModelInput, 'of' | 'width'>, count: number): RowArray {
  const length = count * input.width;
  return takesIntegers(input) ? new Int32Array(length) : new Float32Array(length);
}

/** How many rows the arrays hold; null where they are not the arrays that the inputs ask for. */
export function countRows(
  inputs: readonly Pick<ModelInput, 'of' | 'width'>[],
  rows: readonly RowArray[],
): number | null {
  const [first] = inputs;
  if (first === undefined || rows.length !== inputs.length) return null;
  const count = (rows[0]?.length ?? 0) / first.width;
  const fits = inputs.every((input, i) => {
    const array = rows[i];
    return array?.length === count * input.width && array instanceof Int32Array === takesIntegers(input);
  });
  return fits && Number.isInteger(count) ? count : null;
}

/** Rows [from, to) of each array, on the same memory. */
export const sliceRows = (
  inputs: readonly Pick<ModelInput, 'width'>[],
  rows: readonly RowArray[],
  from: number,
  to: number,
): readonly RowArray[] => inputs.flatMap(({ width }, i) => rows[i]?.subarray(from * width, to * width) ?? []);
