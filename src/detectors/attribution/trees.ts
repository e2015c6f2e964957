import { layOut, type Tree } from './tree-layout.ts';

/** Gradient boosted trees, checked, and laid out so that they can be explained. */
export interface Trees {
  /** Raw score (log-odds) before any tree spoke. */
  readonly base: number;
  /** Raw score over the training rows: base and the mean of every tree, its leaves weighted by cover. */
  readonly expected: number;
  /** Columns that a row must have: one more than the highest feature asked for. */
  readonly width: number;
  readonly trees: readonly Tree[];
  /** Nodes times points of their trees: what exact SHAP values of a row cost. */
  readonly work: number;
}

const MOST_TREES = 5_000;
const MOST_NODES = 2_000_000;
const MOST_FEATURES = 65_536;
// Log-odds: beyond this a sum of them would lose its digits
const LARGEST_LEAF = 1e6;

/** Reads trees.json of a gradient boosting model. Throws with the place of the first fault. */
export function parseTrees(json: unknown): Trees {
  const { base, trees } = fields(json, 'trees');
  if (!isNumber(base)) throw new Error('trees: base must be a finite number');
  if (!Array.isArray(trees)) throw new Error('trees: trees must be a list');
  if (trees.length > MOST_TREES) throw new Error(`trees: more than ${MOST_TREES} trees`);
  let nodes = 0;
  const read = trees.map((tree: unknown, place) => {
    const columns = columnsOf(tree, `trees.${place}`, MOST_NODES - nodes);
    nodes += columns.feature.length;
    return layOut(columns, `trees.${place}`);
  });
  return {
    base,
    expected: read.reduce((sum, tree) => sum + (tree.mean[0] as number), base),
    width: read.reduce((most, tree) => tree.feature.reduce((a, b) => Math.max(a, b), most), -1) + 1,
    trees: read,
    work: read.reduce((sum, tree) => sum + tree.feature.length * tree.quadrature.points.length, 0),
  };
}

/** The columns of one tree as they stand in the file; node 0 is the root, a feature below 0 marks a leaf. */
export interface TreeColumns {
  readonly feature: Int32Array;
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly value: Float64Array;
  readonly cover: Float64Array;
}

function columnsOf(tree: unknown, place: string, most: number): TreeColumns {
  const { feature, threshold, left, right, value, cover } = fields(tree, place);
  const length = Array.isArray(feature) ? feature.length : 0;
  if (length === 0) throw new Error(`${place}.feature: must be a list of at least one node`);
  if (length > most) throw new Error(`trees: more than ${MOST_NODES} nodes`);
  const numbers = (list: unknown, name: string, isRight: (one: unknown) => boolean): readonly number[] => {
    if (Array.isArray(list) && list.length === length && list.every(isRight)) return list;
    throw new Error(`${place}.${name}: must be ${length} numbers in range`);
  };
  return {
    feature: Int32Array.from(numbers(feature, 'feature', (one) => isPlace(one, -1, MOST_FEATURES))),
    threshold: Float32Array.from(numbers(threshold, 'threshold', isNumber)),
    left: Int32Array.from(numbers(left, 'left', (one) => isPlace(one, -1, length))),
    right: Int32Array.from(numbers(right, 'right', (one) => isPlace(one, -1, length))),
    value: Float64Array.from(numbers(value, 'value', (one) => isNumber(one) && Math.abs(one) <= LARGEST_LEAF)),
    cover: Float64Array.from(numbers(cover, 'cover', (one) => isNumber(one) && one > 0)),
  };
}

function fields(json: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw new Error(`${place}: must be an object`);
}

const isNumber = (one: unknown): one is number => Number.isFinite(one);

const isPlace = (one: unknown, least: number, end: number): boolean =>
  Number.isInteger(one) && (one as number) >= least && (one as number) < end;
