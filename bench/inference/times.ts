/** Milliseconds, to three places. */
const MS_PLACES = 3;

export interface Percentiles {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export function percentiles(times: readonly number[]): Percentiles {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN).toFixed(MS_PLACES));
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Batches of so many rows, one after the other, from the first again after the last. */
export function batches<T>(rows: readonly T[], size: number): () => readonly T[] {
  let at = 0;
  return () => {
    if (at + size > rows.length) at = 0;
    at += size;
    return rows.slice(at - size, at);
  };
}
