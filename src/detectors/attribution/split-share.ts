/** What each piece got of a share, and what is left: together the share. */
export interface Split {
  readonly parts: readonly number[];
  readonly rest: number;
}

/**
 * Splits a detector's share of the confidence over the pieces that moved it, in proportion. `whole` is all that moved
 * it, named or not. A piece that moved it down gets a negative part. Where pieces cancel each other out, no more is
 * given than the confidence could move in all, and where the whole is against the share, nothing.
 */
export function splitShare(share: number, pieces: readonly number[], whole: number): Split {
  const moved = pieces.reduce((sum, piece) => sum + Math.abs(piece), 0);
  const rate = share === 0 ? 0 : Math.min(share / whole, 1 / moved);
  const parts = pieces.map((piece) => (rate > 0 && Number.isFinite(rate) ? rate * piece : 0));
  return { parts, rest: parts.reduce((left, part) => left - part, share) };
}
