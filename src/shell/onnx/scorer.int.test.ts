import { describe, expect, it } from '@jest/globals';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { openScorer } from './scorer.ts';

const MODEL = {
  key: 'm',
  bytes: new Uint8Array(0),
  inputs: [{ name: 'x', of: 'vector', width: 1 }],
  output: 'y',
} as const;

/** A session that gives a row its own number, and a little more where a run is of some shape. */
function session(more: (rows: number) => number): { readonly seen: number[]; readonly session: InferenceSession } {
  const seen: number[] = [];
  const run = async ({ x }: { readonly x: Tensor }) => {
    const [rows = 0] = x.dims;
    seen.push(rows);
    return {
      y: new Tensor(
        'float32',
        Float32Array.from(x.data as Float32Array, (one) => one + more(rows)),
        [rows],
      ),
    };
  };
  return { seen, session: { run } as unknown as InferenceSession };
}

const rows = (count: number) => [Float32Array.from({ length: count }, (_, i) => i)];

/** Shapes of the runs that so many rows took. */
async function shapes(count: number, more: (rows: number) => number, mayBeSmaller = true): Promise<readonly number[]> {
  const { seen, session: opened } = session(more);
  const score = await openScorer(opened, MODEL, mayBeSmaller);
  seen.length = 0;
  expect(await score(rows(count))).toEqual(rows(count)[0]);
  return [...seen];
}

describe('runs of fewer rows', () => {
  it.each([
    [1, [4]],
    [9, [12]],
    [61, [64]],
    [70, [64, 8]],
  ])(
    'given a runtime that scores alike in every shape, when %i rows come, then the smallest runs that hold them are taken',
    async (count, expected) => {
      expect(await shapes(count, () => 0)).toEqual(expected);
    },
  );

  it('given one that scores otherwise in a small shape, when a few rows come, then they take a larger one', async () => {
    expect(await shapes(3, (rows) => (rows === 16 ? 1e-6 : 0))).toEqual([20]);
  });

  it('given a provider that may not, when a few rows come, then they take a full run', async () => {
    expect(await shapes(3, () => 0, false)).toEqual([64]);
  });
});
