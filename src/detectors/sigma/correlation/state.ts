import type { Window } from './window.ts';

export { rootStateCodec } from './codec.ts';

/** All that is remembered of one root correlation in one group. */
export interface RootState {
  /** The latest that `pass` was told; -Infinity before that. */
  watermark: number;
  /** Time of the latest firing of the root; null: none within a timespan. */
  lastFired: number | null;
  /** Hits of the root itself. */
  root: Window | null;
  /** Hits of inner correlations by node and group. */
  inner: Map<string, Window> | null;
}

export const emptyRootState = (): RootState => ({ watermark: -Infinity, lastFired: null, root: null, inner: null });

/** The windows of a state. */
export function* windowsOf({ root, inner }: RootState): Generator<Window> {
  if (inner) yield* inner.values();
  if (root) yield root;
}
