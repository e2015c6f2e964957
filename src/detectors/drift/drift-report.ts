import { type KolmogorovSmirnov, ksOfCounts } from './kolmogorov-smirnov.ts';
import { type Counts, psi, total } from './psi.ts';

/** How a feature or a score lay over bins in training. */
export interface DriftReference {
  readonly name: string;
  /** Share of the rows in each bin; together 1. */
  readonly shares: readonly number[];
  /** Training rows that the shares were counted over. */
  readonly rows: number;
}

export type DriftVerdict = 'too few' | 'none' | 'moderate' | 'major';

export interface DriftLine {
  readonly name: string;
  /** Live rows that were compared. */
  readonly rows: number;
  readonly psi: number;
  readonly ks: KolmogorovSmirnov;
  readonly verdict: DriftVerdict;
}

// By chance alone the index is about (bins - 1) / rows: so it stays below a fifth of what is called moderate
const LEAST_ROWS = 500;
const LEAST_ROWS_PER_BIN = 50;
// The customary bars of credit scoring (Siddiqi 2006)
const MODERATE = 0.1;
const MAJOR = 0.25;

/** One line for each reference, in their order; `live` has the rows in the same bins. Throws where the bins are others. */
export function driftReport(
  reference: readonly DriftReference[],
  live: ReadonlyMap<string, Counts>,
): readonly DriftLine[] {
  return reference.map(({ name, shares, rows }) => {
    const now = live.get(name) ?? shares.map(() => 0);
    if (now.length !== shares.length) throw new RangeError(`${name}: ${now.length} bins, ${shares.length} in training`);
    const before = shares.map((share) => share * rows);
    const index = psi(before, now);
    const ks = ksOfCounts(before, now);
    return { name, rows: total(now), psi: index, ks, verdict: verdictOf(index, total(now), shares.length) };
  });
}

function verdictOf(index: number, rows: number, bins: number): DriftVerdict {
  if (rows < Math.max(LEAST_ROWS, LEAST_ROWS_PER_BIN * bins)) return 'too few';
  if (index >= MAJOR) return 'major';
  return index >= MODERATE ? 'moderate' : 'none';
}
