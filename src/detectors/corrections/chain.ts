import type { Bead } from './bead.ts';

/**
 * Of beads with their gains, those that gain most together with both texts read in order: the path of the dynamic
 * programme over all places of both texts, where what has no bead is left alone. O(beads·log chunks) by a tree of
 * maxima over ends (P. Fenwick 1994), since few places have a bead.
 */
export function heaviestChain<B extends Bead>(beads: readonly B[], gains: readonly number[], correcteds: number): B[] {
  const byStart = [...beads.keys()].filter((at) => (gains[at] as number) > 0);
  const draftOf = (at: number) => (beads[at] as B).draft;
  const byEnd = byStart.toSorted((a, b) => draftOf(a).to - draftOf(b).to);
  byStart.sort((a, b) => draftOf(a).from - draftOf(b).from);
  const tree = new Int32Array(correcteds + 1).fill(NONE);
  const totals = new Float64Array(beads.length);
  const before = new Int32Array(beads.length).fill(NONE);
  let ended = 0;
  for (const at of byStart) {
    for (let end = byEnd[ended]; end !== undefined && draftOf(end).to <= draftOf(at).from; end = byEnd[++ended])
      enter(tree, totals, end, (beads[end] as B).corrected.to);
    const previous = heaviest(tree, totals, (beads[at] as B).corrected.from);
    before[at] = previous;
    totals[at] = (gains[at] as number) + (previous === NONE ? 0 : (totals[previous] as number));
  }
  return wayBack(
    beads,
    before,
    byStart.reduce((best, at) => heavier(totals, best, at), NONE),
  );
}

const NONE = -1;

/** The heavier of two beads, the first of equals. */
function heavier(totals: Float64Array, a: number, b: number): number {
  if (a === NONE || b === NONE) return Math.max(a, b);
  return (totals[b] as number) > (totals[a] as number) ? b : a;
}

function enter(tree: Int32Array, totals: Float64Array, bead: number, end: number): void {
  for (let at = end; at < tree.length; at += at & -at) tree[at] = heavier(totals, tree[at] as number, bead);
}

/** The heaviest bead that ends at or before a place. */
function heaviest(tree: Int32Array, totals: Float64Array, place: number): number {
  let best = NONE;
  for (let at = place; at > 0; at -= at & -at) best = heavier(totals, best, tree[at] as number);
  return best;
}

function wayBack<B>(beads: readonly B[], before: Int32Array, last: number): B[] {
  const chain: B[] = [];
  for (let at = last; at !== NONE; at = before[at] as number) chain.push(beads[at] as B);
  return chain.reverse();
}
