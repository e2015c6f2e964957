import { type Quadrature, quadrature } from './quadrature.ts';
import type { TreeColumns } from './trees.ts';

/**
 * One tree, parents before their children, left before right. What is told of a node speaks of the edge that leads to
 * it; the root has none, and stands for "nothing asked yet".
 */
export interface Tree {
  /** Feature asked at the node; -1 in a leaf. */
  readonly feature: Int32Array;
  readonly threshold: Float32Array;
  /** Place of the right child; the left one is the next node. */
  readonly right: Int32Array;
  readonly parent: Int32Array;
  /** Score of a leaf, 0 elsewhere. */
  readonly value: Float64Array;
  /** The node that the last edge of the same feature above leads to; 0 where the feature was not asked before. */
  readonly prior: Int32Array;
  /** Share of training rows that take all edges of this feature so far, among those that meet them. */
  readonly share: Float64Array;
  /** Mean of the leaves below each node, weighted by cover. */
  readonly mean: Float64Array;
  /** Exact for the most features that one path asks. */
  readonly quadrature: Quadrature;
}

const DEEPEST = 128;
// Every training row weighs something: a leaf that holds less than this of them would make the sums lose their digits
const LEAST_SHARE = 1e-12;
const COVER_SLACK = 0.01;

interface Step {
  readonly node: number;
  readonly parent: number;
  readonly isRight: boolean;
  readonly depth: number;
}

/** Checks that the columns are one tree, and lays it out. Throws with the place of the first fault. */
export function layOut(columns: TreeColumns, place: string): Tree {
  const order = preorder(columns, place);
  const right = new Int32Array(order.length);
  for (const [at, step] of order.entries()) if (step.isRight) right[step.parent] = at;
  const take = (list: ArrayLike<number>): number[] => order.map(({ node }) => list[node] as number);
  const feature = Int32Array.from(take(columns.feature));
  const parent = Int32Array.from(order, (step) => step.parent);
  const cover = Float64Array.from(take(columns.cover));
  const value = Float64Array.from(take(columns.value), (one, at) => ((feature[at] as number) < 0 ? one : 0));
  const edges = edgesOf(feature, parent, cover);
  return {
    ...{ feature, right, parent, value },
    threshold: Float32Array.from(take(columns.threshold)),
    prior: edges.prior,
    share: edges.share,
    mean: meansOf(parent, value, cover),
    quadrature: quadrature(Math.max(1, Math.ceil(edges.mostFeatures / 2))),
  };
}

function preorder(columns: TreeColumns, place: string): readonly Step[] {
  const { feature, left, right } = columns;
  const met = new Uint8Array(feature.length);
  const order: Step[] = [];
  const open: Step[] = [{ node: 0, parent: 0, isRight: false, depth: 0 }];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { node, depth } = step;
    if (met[node] === 1) throw new Error(`${place}: node ${node} has two parents`);
    if (depth > DEEPEST) throw new Error(`${place}: deeper than ${DEEPEST}`);
    met[node] = 1;
    const parent = order.push(step) - 1;
    if ((feature[node] as number) < 0) continue;
    const children = [left[node] as number, right[node] as number] as const;
    checkSplit(columns, node, children, place);
    open.push({ node: children[1], parent, isRight: true, depth: depth + 1 });
    open.push({ node: children[0], parent, isRight: false, depth: depth + 1 });
  }
  if (order.length < feature.length) throw new Error(`${place}: nodes that no path leads to`);
  return order;
}

function checkSplit({ cover }: TreeColumns, node: number, children: readonly [number, number], place: string): void {
  if (children.some((child) => child < 1)) throw new Error(`${place}: node ${node} splits but has no two children`);
  const [all, first, second] = [node, ...children].map((one) => cover[one] as number) as [number, number, number];
  if (Math.abs(all - first - second) > COVER_SLACK * all)
    throw new Error(`${place}: the cover of node ${node} is not that of its children`);
  if (Math.min(first, second) < LEAST_SHARE * (cover[0] as number))
    throw new Error(`${place}: a child of node ${node} covers next to nothing`);
}

function meansOf(parent: Int32Array, value: Float64Array, cover: Float64Array): Float64Array {
  const mean = value.slice();
  for (let at = parent.length - 1; at > 0; at--) {
    const above = parent[at] as number;
    mean[above] = (mean[above] as number) + (mean[at] as number) * ((cover[at] as number) / (cover[above] as number));
  }
  return mean;
}

function edgesOf(feature: Int32Array, parent: Int32Array, cover: Float64Array) {
  const prior = new Int32Array(feature.length);
  const share = new Float64Array(feature.length).fill(1);
  const asked = new Int32Array(feature.length);
  let mostFeatures = 0;
  for (let at = 1; at < feature.length; at++) {
    const above = parent[at] as number;
    const before = priorOf(feature, parent, at);
    prior[at] = before;
    share[at] = ((cover[at] as number) / (cover[above] as number)) * (share[before] as number);
    asked[at] = (asked[above] as number) + (before === 0 ? 1 : 0);
    mostFeatures = Math.max(mostFeatures, asked[at] as number);
  }
  return { prior, share, mostFeatures };
}

function priorOf(feature: Int32Array, parent: Int32Array, at: number): number {
  const question = feature[parent[at] as number];
  let node = parent[at] as number;
  while (node !== 0 && feature[parent[node] as number] !== question) node = parent[node] as number;
  return node;
}
