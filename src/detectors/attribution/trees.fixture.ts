import fc from 'fast-check';

/** One tree in the shape of trees.json. */
export interface PlainTree {
  readonly feature: number[];
  readonly threshold: number[];
  readonly left: number[];
  readonly right: number[];
  readonly value: number[];
  readonly cover: number[];
}

type Sketch = { readonly value: number; readonly rows: number } | Split;
interface Split {
  readonly feature: number;
  readonly threshold: number;
  readonly left: Sketch;
  readonly right: Sketch;
}

export const COLUMNS = 5;
const number = fc.double({ min: -3, max: 3, noNaN: true });

const { sketch } = fc.letrec<{ sketch: Sketch; split: Sketch; leaf: Sketch }>((tie) => ({
  leaf: fc.record({ value: number, rows: fc.integer({ min: 1, max: 1000 }) }),
  split: fc.record({
    feature: fc.nat(COLUMNS - 1),
    threshold: number,
    left: tie('sketch'),
    right: tie('sketch'),
  }),
  sketch: fc.oneof({ maxDepth: 6 }, tie('leaf'), { arbitrary: tie('split'), weight: 4 }),
}));

/** A few random trees, which may ask the same feature again on one path. */
export const someTrees = fc.record({
  base: number,
  trees: fc.array(sketch.map(columnsOf), { maxLength: 3 }),
});

export const aRow = fc.array(number, { minLength: COLUMNS, maxLength: COLUMNS });

function columnsOf(sketch: Sketch): PlainTree {
  const tree: PlainTree = { feature: [], threshold: [], left: [], right: [], value: [], cover: [] };
  write(tree, sketch);
  return tree;
}

function write(tree: PlainTree, sketch: Sketch): number {
  const at = tree.feature.length;
  const isLeaf = 'rows' in sketch;
  tree.feature.push(isLeaf ? -1 : sketch.feature);
  tree.threshold.push(isLeaf ? 0 : sketch.threshold);
  tree.left.push(-1);
  tree.right.push(-1);
  tree.value.push(isLeaf ? sketch.value : 0);
  tree.cover.push(isLeaf ? sketch.rows : 0);
  if (isLeaf) return at;
  const children = [write(tree, sketch.right), write(tree, sketch.left)] as const;
  [tree.right[at], tree.left[at]] = children;
  tree.cover[at] = children.reduce((sum, child) => sum + (tree.cover[child] as number), 0);
  return at;
}
