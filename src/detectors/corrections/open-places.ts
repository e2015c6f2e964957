import type { Bead } from './bead.ts';
import type { Span } from './chunks.ts';

/** Places of the chunks that are in no bead yet, on both sides. */
export interface OpenPlaces {
  readonly draft: Set<number>;
  readonly corrected: Set<number>;
}

/** Whether a bead has all its chunks to itself. */
export const isOpen = (bead: Bead, open: OpenPlaces): boolean =>
  places(bead.draft).every((at) => open.draft.has(at)) && places(bead.corrected).every((at) => open.corrected.has(at));

/** Closes the places of a bead. */
export function take(bead: Bead, open: OpenPlaces): void {
  for (const at of places(bead.draft)) open.draft.delete(at);
  for (const at of places(bead.corrected)) open.corrected.delete(at);
}

const places = ({ from, to }: Span): number[] => Array.from({ length: to - from }, (_, step) => from + step);
