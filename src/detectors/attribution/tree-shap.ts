import type { Tree } from './tree-layout.ts';
import type { Trees } from './trees.ts';

/** What each feature added to the raw score of one row. */
export interface TreeShap {
  /** Raw score of the row, log-odds. */
  readonly raw: number;
  /** By column of the row; their sum is raw - trees.expected. */
  readonly phi: Float64Array;
}

/**
 * Exact Shapley values of the path-dependent game (Lundberg et al. 2020, "From local explanations to global
 * understanding with explainable AI for trees"): a feature that is not in the coalition follows both branches by
 * their cover. Computed as Owen's integral: a leaf's share of a feature is the integral over t of 0..1 of the other
 * features' factors, t where the row takes their edges, plus (1 - t) times the share of training rows that do. That
 * is a polynomial, so a few Gauss-Legendre points give it exactly, for all features in two walks over the tree.
 * Forests too large for that are attributed along the row's way. The row holds float32 numbers, as the model saw them;
 * throws when it has fewer columns than the trees ask for.
 */
export function treeShap(trees: Trees, row: ArrayLike<number>): TreeShap {
  if (row.length < trees.width) throw new RangeError(`a row of ${row.length} columns, the trees ask ${trees.width}`);
  const phi = new Float64Array(row.length);
  let raw = trees.base;
  const byTree = trees.work > MOST_WORK ? attributePath : attribute;
  for (const tree of trees.trees) {
    raw += tree.value[leafOf(tree, row)] as number;
    byTree(tree, row, phi);
  }
  return { raw, phi };
}

// About 5 ms for a row
const MOST_WORK = 500_000;

/**
 * What large forests get instead: what each question on the row's way moved the mean (Saabas 2014; `approximate` of the
 * package shap). It adds up just as well, but features that are asked near the root get less than they deserve.
 */
function attributePath(tree: Tree, row: ArrayLike<number>, phi: Float64Array): void {
  for (let at = 0; (tree.feature[at] as number) >= 0; ) {
    const next = childOf(tree, row, at);
    const column = tree.feature[at] as number;
    phi[column] = (phi[column] as number) + (tree.mean[next] as number) - (tree.mean[at] as number);
    at = next;
  }
}

const goesLeft = (tree: Tree, row: ArrayLike<number>, at: number): boolean =>
  Math.fround(row[tree.feature[at] as number] as number) <= (tree.threshold[at] as number);

const childOf = (tree: Tree, row: ArrayLike<number>, at: number): number =>
  goesLeft(tree, row, at) ? at + 1 : (tree.right[at] as number);

function leafOf(tree: Tree, row: ArrayLike<number>): number {
  let at = 0;
  while ((tree.feature[at] as number) >= 0) at = childOf(tree, row, at);
  return at;
}

/** What is known of each node of one tree for one row. */
interface Walk {
  /** 1 where the row takes all edges of the node's feature so far. */
  readonly taken: Uint8Array;
  /** By node and point: product of the factors of all features on the way; in a leaf, times its score. */
  readonly product: Float64Array;
}

// Reused by every tree: allocating them would cost more than the sums
let scratch: Walk = { taken: new Uint8Array(0), product: new Float64Array(0) };

function attribute(tree: Tree, row: ArrayLike<number>, phi: Float64Array): void {
  const nodes = tree.feature.length;
  const cells = nodes * tree.quadrature.points.length;
  if (scratch.taken.length < nodes) scratch = { ...scratch, taken: new Uint8Array(nodes) };
  if (scratch.product.length < cells) scratch = { ...scratch, product: new Float64Array(cells) };
  descend(tree, row, scratch);
  ascend(tree, scratch, phi);
}

function descend(tree: Tree, row: ArrayLike<number>, { taken, product }: Walk): void {
  const { feature, parent, right, prior, share, value, quadrature } = tree;
  const { points } = quadrature;
  const width = points.length;
  taken[0] = 1;
  product.fill(1, 0, width);
  for (let at = 1; at < feature.length; at++) {
    const above = parent[at] as number;
    const before = prior[at] as number;
    const was = taken[before] as number;
    const now = (at === right[above]) !== goesLeft(tree, row, above) ? was : 0;
    taken[at] = now;
    const [z, y] = [share[at] as number, share[before] as number];
    const scale = (feature[at] as number) < 0 ? (value[at] as number) : 1;
    for (let k = 0; k < width; k++) {
      const t = points[k] as number;
      const factor = (now * t + z * (1 - t)) / (was * t + y * (1 - t));
      product[at * width + k] = (product[above * width + k] as number) * factor * scale;
    }
  }
}

/** Sums the leaves below each node, and gives each edge's feature its part of them. */
function ascend(tree: Tree, { taken, product }: Walk, phi: Float64Array): void {
  const { feature, parent, prior, share, quadrature } = tree;
  const { points, weights } = quadrature;
  const width = points.length;
  clearInner(tree, product);
  for (let at = feature.length - 1; at > 0; at--) {
    const above = parent[at] as number;
    const before = prior[at] as number;
    const [now, was] = [taken[at] as number, taken[before] as number];
    const [z, y] = [share[at] as number, share[before] as number];
    let sum = 0;
    for (let k = 0; k < width; k++) {
      const t = points[k] as number;
      const below = product[at * width + k] as number;
      product[above * width + k] = (product[above * width + k] as number) + below;
      const gained = (now - z) / (now * t + z * (1 - t));
      // The edge above of the same feature was reckoned with all leaves below it: these are its own no longer
      const lost = (was - y) / (was * t + y * (1 - t));
      sum += (weights[k] as number) * below * (gained - lost);
    }
    const column = feature[above] as number;
    phi[column] = (phi[column] as number) + sum;
  }
}

function clearInner({ feature, quadrature }: Tree, product: Float64Array): void {
  const width = quadrature.points.length;
  for (let at = 0; at < feature.length; at++)
    if ((feature[at] as number) >= 0) product.fill(0, at * width, (at + 1) * width);
}
