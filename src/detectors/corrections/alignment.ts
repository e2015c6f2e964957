import { type Bead, type Candidate, gainOf, size } from './bead.ts';
import { candidatesOf } from './candidates.ts';
import { heaviestChain } from './chain.ts';
import type { Span } from './chunks.ts';
import { betweenChain } from './gaps.ts';
import type { Cutters } from './language.ts';
import { isOpen, type OpenPlaces, take } from './open-places.ts';
import type { Passage } from './passage.ts';

/**
 * What became of each chunk, in the order of the draft: every chunk of either side is in one bead. First the best beads
 * that keep the order of both texts, then of what is left the most alike wherever it was moved, then what stands in the
 * same place and differs by few characters. The rest stands alone: removed, or added.
 */
export function alignmentOf(
  draft: readonly Passage[],
  corrected: readonly Passage[],
  cutters: Cutters,
): readonly Bead[] {
  const candidates = candidatesOf(draft, corrected, cutters);
  const gains = candidates.map((bead) => gainOf(bead, length(draft, bead.draft), length(corrected, bead.corrected)));
  const chain = heaviestChain(candidates, gains, corrected.length);
  const open = { draft: new Set(draft.keys()), corrected: new Set(corrected.keys()) };
  const beads: Bead[] = [];
  const keep = (found: Iterable<Bead>) => {
    for (const bead of found)
      if (isOpen(bead, open)) {
        take(bead, open);
        beads.push(bead);
      }
  };
  keep(chain);
  keep(candidates.toSorted(mostAlike));
  keep(betweenChain(chain, open, draft, corrected));
  return [...beads, ...alone(open, draft.length)].sort(inOrder);
}

/** Of the chunks alone: between two that were merged may stand a page of empty lines. */
const length = (passages: readonly Passage[], { from, to }: Span): number =>
  passages.slice(from, to).reduce((sum, passage) => sum + size(passage), 0);

const mostAlike = (a: Candidate, b: Candidate): number => b.likeness - a.likeness || inOrder(a, b);

const inOrder = (a: Bead, b: Bead): number => a.draft.from - b.draft.from || a.corrected.from - b.corrected.from;

/** A removed chunk has no place in the corrected form; an added one stands behind the whole draft. */
const alone = (open: OpenPlaces, end: number): Bead[] => [
  ...[...open.draft].map((at) => ({ draft: { from: at, to: at + 1 }, corrected: { from: 0, to: 0 } })),
  ...[...open.corrected].map((at) => ({ draft: { from: end, to: end }, corrected: { from: at, to: at + 1 } })),
];
