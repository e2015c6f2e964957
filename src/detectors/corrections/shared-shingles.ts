/** Shingles that tell: those of few chunks. What stands in more of them tells no chunk from another. */
export interface Shared {
  /** Telling shingles of each chunk. */
  readonly draft: Uint32Array;
  readonly corrected: Uint32Array;
  /** By `draft chunk * corrected chunks + corrected chunk`: telling shingles that both have. */
  readonly both: ReadonlyMap<number, number>;
}

/** Chunks of both texts; bounds the time, as each shingle of n chunks makes up to n²/4 pairs. */
const MOST_CHUNKS = 16;
/** Room for a place below each 32-bit hash in an exact number. */
const PLACES = 2 ** 20;

/** Counts what chunks share. Sets may be empty; at most 2^20 chunks a side. */
export function sharedShingles(
  draft: readonly ReadonlySet<number>[],
  corrected: readonly ReadonlySet<number>[],
): Shared {
  const [left, right] = [sortedKeys(draft), sortedKeys(corrected)];
  const both = new Map<number, number>();
  const sizes = { draft: new Uint32Array(draft.length), corrected: new Uint32Array(corrected.length) };
  let [a, b] = [0, 0];
  while (a < left.length || b < right.length) {
    const hash = Math.min(hashAt(left, a), hashAt(right, b));
    const [as, bs] = [placesOf(left, a, hash), placesOf(right, b, hash)];
    a += as.length;
    b += bs.length;
    if (as.length + bs.length > MOST_CHUNKS) continue;
    for (const place of as) sizes.draft[place] = (sizes.draft[place] as number) + 1;
    for (const place of bs) sizes.corrected[place] = (sizes.corrected[place] as number) + 1;
    for (const i of as)
      for (const j of bs) both.set(i * corrected.length + j, (both.get(i * corrected.length + j) ?? 0) + 1);
  }
  return { ...sizes, both };
}

function sortedKeys(sets: readonly ReadonlySet<number>[]): Float64Array {
  const keys: number[] = [];
  for (const [place, set] of sets.entries()) for (const hash of set) keys.push(hash * PLACES + place);
  return Float64Array.from(keys).sort();
}

const hashAt = (keys: Float64Array, at: number): number =>
  at < keys.length ? Math.floor((keys[at] as number) / PLACES) : Number.POSITIVE_INFINITY;

function placesOf(keys: Float64Array, from: number, hash: number): number[] {
  const places: number[] = [];
  for (let at = from; hashAt(keys, at) === hash; at++) places.push((keys[at] as number) % PLACES);
  return places;
}
