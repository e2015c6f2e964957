import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shapleyBySubsets } from './shapley.fixture.ts';
import { treeShap } from './tree-shap.ts';
import { aRow, type PlainTree, someTrees } from './trees.fixture.ts';
import { parseTrees } from './trees.ts';

interface Case {
  readonly name: string;
  readonly model: unknown;
  readonly rows: readonly (readonly number[])[];
  readonly raw: readonly number[];
  readonly expected: number;
  readonly phi: readonly (readonly number[])[];
}

const [, ...lines] = readFileSync('test/fixtures/attribution/trees.ndjson', 'utf8').trim().split('\n');
const cases = lines.map((line): Case => JSON.parse(line));

describe('treeShap', () => {
  it.each(cases)('gives what shap gives: $name', ({ model, rows, raw, expected, phi }) => {
    const trees = parseTrees(model);
    expect(trees.expected).toBeCloseTo(expected, 9);
    for (const [i, row] of rows.entries()) {
      const shap = treeShap(trees, row);
      expect(shap.raw).toBeCloseTo(raw[i] as number, 9);
      for (const [column, value] of shap.phi.entries()) expect(value).toBeCloseTo(phi[i]?.[column] as number, 9);
    }
  });

  it('gives what the definition gives: the mean of what a feature adds over all orders', () => {
    fc.assert(
      fc.property(someTrees, aRow, (model, row) => {
        const trees = parseTrees(model);
        const { phi } = treeShap(trees, row);
        const game = (known: ReadonlySet<number>) =>
          model.trees.reduce((sum, tree) => sum + worth(tree, row, known, 0), 0);
        for (const [column, value] of shapleyBySubsets(row.length, game).entries())
          expect(Math.abs((phi[column] as number) - value)).toBeLessThan(1e-9);
      }),
    );
  });

  it('adds up: expected and all contributions are the raw score', () => {
    fc.assert(
      fc.property(someTrees, aRow, (model, row) => {
        const trees = parseTrees(model);
        const { raw, phi } = treeShap(trees, row);
        const sum = phi.reduce((all, one) => all + one, trees.expected);
        expect(Math.abs(sum - raw)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(raw)));
      }),
    );
  });

  it('of a forest too large for that, adds up all the same, along the way of the row', () => {
    fc.assert(
      fc.property(someTrees, aRow, (model, row) => {
        const trees = { ...parseTrees(model), work: 1e9 };
        const { raw, phi } = treeShap(trees, row);
        expect(Math.abs(phi.reduce((all, one) => all + one, trees.expected) - raw)).toBeLessThan(1e-9);
        const exact = treeShap(parseTrees(model), row);
        expect(raw).toBe(exact.raw);
        // one question in all: there is but one way to share it out
        if (model.trees.every(({ feature }) => feature.length <= 3))
          for (const [column, value] of phi.entries()) expect(value).toBeCloseTo(exact.phi[column] as number, 9);
      }),
    );
  });

  it('compares as float32, as the model does', () => {
    const stump = { feature: [0, -1, -1], left: [1, -1, -1], right: [2, -1, -1], value: [0, -1, 1], cover: [2, 1, 1] };
    const trees = parseTrees({ base: 0, trees: [{ ...stump, threshold: [Math.fround(0.1), 0, 0] }] });
    // 0.1 as a double is below the float32 nearest to it; as float32 both are the same number
    expect(treeShap(trees, [Math.fround(0.1)]).raw).toBe(-1);
    expect(treeShap(trees, [0.1 + 1e-12]).raw).toBe(-1);
    expect(treeShap(trees, [0.2]).raw).toBe(1);
  });

  it('refuses a row that is too short for the trees', () => {
    const trees = parseTrees(cases[0]?.model);
    expect(() => treeShap(trees, [1])).toThrow('a row of 1 columns');
  });
});

/** The path-dependent game, straight from its definition. */
function worth(tree: PlainTree, row: readonly number[], known: ReadonlySet<number>, node: number): number {
  const question = tree.feature[node] as number;
  if (question < 0) return tree.value[node] as number;
  const [left, right] = [tree.left[node] as number, tree.right[node] as number];
  const at = (child: number) => worth(tree, row, known, child);
  if (known.has(question)) {
    const isLeft = Math.fround(row[question] as number) <= Math.fround(tree.threshold[node] as number);
    return at(isLeft ? left : right);
  }
  const [l, r] = [tree.cover[left] as number, tree.cover[right] as number];
  return (l * at(left) + r * at(right)) / (l + r);
}
