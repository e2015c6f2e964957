import type { Entry } from '../entry.ts';

/** What the analysts say of one subject together. */
export interface Settled {
  readonly agreed: readonly Entry[];
  /** They contradict each other, and no side has the quorum and more than half. */
  readonly quarantined: readonly Entry[];
  /** Contradicted by a side that has. */
  readonly overruled: readonly Entry[];
}

/** `taught` is the label of an earlier dataset for a subject: it counts as one voice, so that waiting for the cut gains nothing. */
export function settleVotes(
  entries: readonly Entry[],
  quorum: number,
  taught: (subject: string) => string | undefined,
): Settled {
  const agreed: Entry[] = [];
  const quarantined: Entry[] = [];
  const overruled: Entry[] = [];
  for (const [subject, votes] of Map.groupBy(entries, (entry) => entry.subject)) {
    const winner = winnerOf(votes, quorum, taught(subject));
    if (winner === null) quarantined.push(...votes);
    else for (const vote of votes) (vote.label === winner ? agreed : overruled).push(vote);
  }
  return { agreed, quarantined, overruled };
}

function winnerOf(votes: readonly Entry[], quorum: number, taught: string | undefined): string | null {
  const labels = votes.map(({ label }) => label);
  const all = taught === undefined ? labels : [...labels, taught];
  const counts = [...Map.groupBy(all, (label) => label)].map(([label, same]) => ({ label, count: same.length }));
  if (counts.length === 1) return counts[0]?.label ?? null;
  return counts.find(({ count }) => count >= quorum && 2 * count > all.length)?.label ?? null;
}
