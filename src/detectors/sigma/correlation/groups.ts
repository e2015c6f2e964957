import type { RootState } from './state.ts';
import type { Node, Tree } from './tree.ts';
import { emptyWindow, sizeOf, timeAt, type Window } from './window.ts';

/** Groups of all inner correlations under one group of the root. */
const MOST_GROUPS = 1_000;
/** Hits that they hold together. */
const MOST_HITS = 10_000;

/** The windows of a state, by correlation and group. */
export class Groups {
  readonly #tree: Tree;
  readonly #state: RootState;
  #isGrown = false;

  constructor(tree: Tree, state: RootState) {
    this.#tree = tree;
    this.#state = state;
  }

  *of(node: Node): Generator<Window> {
    const { root, inner } = this.#state;
    if (this.#isRoot(node)) {
      if (root) yield root;
    } else for (const window of inner?.values() ?? []) if (window.node === node.place) yield window;
  }

  find(node: Node, group: readonly string[]): Window | null {
    return this.#isRoot(node) ? this.#state.root : (this.#state.inner?.get(keyOf(node, group)) ?? null);
  }

  open(node: Node, group: readonly string[]): Window {
    const known = this.find(node, group);
    if (!this.#isRoot(node)) this.#isGrown = true;
    if (known) return known;
    const hasSources = node.correlation.rules.some((rule) => !node.inputs.has(rule));
    const window = emptyWindow(node.place, group, node.correlation.type === 'value_count', hasSources);
    if (this.#isRoot(node)) this.#state.root = window;
    else {
      this.#state.inner ??= new Map();
      this.#state.inner.set(keyOf(node, group), window);
    }
    return window;
  }

  dropEmpty(): void {
    const { root, inner } = this.#state;
    if (root && isEmpty(root)) this.#state.root = null;
    for (const [key, window] of inner ?? []) if (isEmpty(window)) inner?.delete(key);
    if (inner?.size === 0) this.#state.inner = null;
  }

  /** Gives up the inner groups that were silent the longest where there are too many; the number of their hits. */
  makeRoom(): number {
    const { inner } = this.#state;
    if (!inner || !this.#isGrown) return 0;
    let hits = 0;
    for (const window of inner.values()) hits += sizeOf(window);
    if (inner.size <= MOST_GROUPS && hits <= MOST_HITS) return 0;
    let evicted = 0;
    const oldestFirst = [...inner].sort(([, a], [, b]) => newestOf(a) - newestOf(b));
    for (const [key, window] of oldestFirst) {
      if (inner.size <= MOST_GROUPS * 0.75 && hits - evicted <= MOST_HITS * 0.75) break;
      inner.delete(key);
      evicted += sizeOf(window);
    }
    return evicted;
  }

  #isRoot(node: Node): boolean {
    return node.place === this.#tree.nodes.length - 1;
  }
}

const keyOf = (node: Node, group: readonly string[]): string => `${node.place}${JSON.stringify(group)}`;

const isEmpty = (window: Window): boolean => sizeOf(window) === 0 && window.old === null;

const newestOf = (window: Window): number =>
  sizeOf(window) > 0 ? timeAt(window, sizeOf(window) - 1) : (window.old?.until ?? -Infinity);
