import type { FoundFailure, Report } from './orders.ts';
import type { Target } from './target.ts';
import { type Wish, watch } from './watch.ts';

export interface FuzzWish extends Wish {
  readonly targets: readonly Target[];
  /** Targets at a time. */
  readonly jobs: number;
}

/** What came of one target. */
export interface Row {
  readonly target: string;
  readonly inputs: number;
  readonly perSecond: number;
  readonly worstMs: number;
  readonly peakMb: number;
  readonly failures: readonly FoundFailure[];
}

/** Feeds every target, time or inputs shared equally; a line as each one ends. */
export async function fuzz(wish: FuzzWish, say: (line: string) => void): Promise<readonly Row[]> {
  const { targets, jobs, seconds, inputs, ...rest } = wish;
  const share: Wish = {
    ...rest,
    ...(seconds !== undefined && { seconds: (seconds * Math.min(jobs, targets.length)) / targets.length }),
    ...(inputs !== undefined && { inputs: Math.ceil(inputs / targets.length) }),
  };
  const rows: Row[] = [];
  const waiting = [...targets.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [place, target] = next;
      const row = rowOf(target.name, await watch(target, share));
      rows[place] = row;
      say(`${row.target}: ${row.inputs} inputs, ${row.perSecond}/s, ${row.failures.length} failures`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, targets.length) }, worker));
  return rows;
}

const rowOf = (target: string, { inputs, ms, worstMs, peakBytes, failures }: Report): Row => ({
  ...{ target, inputs, failures },
  perSecond: ms === 0 ? 0 : Math.round((inputs / ms) * 1_000),
  worstMs: Number(worstMs.toFixed(1)),
  peakMb: Number((peakBytes / 1e6).toFixed(1)),
});
