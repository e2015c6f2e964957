import type { LedgerEntry } from '../domain/contracts.gen.ts';
import type { Row } from './summarise.ts';

/** A place where two neighbouring ranges do not meet. */
export interface Seam {
  readonly kind: 'gap' | 'overlap';
  /** Where the range before ends. */
  readonly end: number;
  /** Where the next one begins. */
  readonly next: number;
}

export interface Chain {
  readonly used: Row;
  readonly seams: readonly Seam[];
}

/**
 * Orders the entries of one stage and partition into one row of ranges. A crash between the entry and the save that
 * belongs to it leaves an entry behind which the next owner writes again, longer or shorter: of entries with the same
 * `from` the one counts from which the row leads furthest, and among those the longest.
 */
export function chain(row: Row): Chain {
  const reach = furthest(row);
  const byFrom = Map.groupBy(row, (entry) => entry.from);
  const starts = [...byFrom.keys()].sort((a, b) => a - b);
  const used: LedgerEntry[] = [];
  const seams: Seam[] = [];
  let end = starts[0] as number;
  for (const at of starts) {
    const entries = byFrom.get(at) ?? [];
    if (at < end && (byFrom.has(end) || entries.every((entry) => entry.to <= end))) continue;
    if (at !== end) seams.push({ kind: at > end ? 'gap' : 'overlap', end, next: at });
    const { pointlike, longest } = choose(entries, reach);
    used.push(...pointlike);
    if (longest) used.push(longest);
    end = Math.max(end, longest?.to ?? at);
  }
  return { used: used as unknown as Row, seams };
}

/** Entries without a range (work that time alone asked for) all count, their exact repeats once; of the others one does. */
function choose(entries: readonly LedgerEntry[], reach: ReadonlyMap<LedgerEntry, number>) {
  const points = entries.filter((entry) => entry.to <= entry.from);
  const pointlike = [...new Map(points.map((entry) => [JSON.stringify(entry), entry])).values()];
  const [longest] = entries
    .filter((entry) => entry.to > entry.from)
    .sort((a, b) => (reach.get(b) ?? 0) - (reach.get(a) ?? 0) || b.to - a.to);
  return { pointlike, longest };
}

/** How far each entry leads through entries that begin where it ends. */
function furthest(row: Row): ReadonlyMap<LedgerEntry, number> {
  const byStart = new Map<number, number>();
  const reach = new Map<LedgerEntry, number>();
  for (const entry of [...row].sort((a, b) => b.from - a.from)) {
    const to = entry.to > entry.from ? Math.max(entry.to, byStart.get(entry.to) ?? 0) : entry.from;
    reach.set(entry, to);
    byStart.set(entry.from, Math.max(byStart.get(entry.from) ?? 0, to));
  }
  return reach;
}
