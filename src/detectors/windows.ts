import { BUCKET_MS, COUNTERS, type EntityWindows, HEAD, RING } from './entity-windows.ts';
import { expire, forget } from './recency.ts';

/** Window lengths in buckets: 10 s, 60 s, 300 s, each with the bucket under way as its last. */
export const SHORT = 0;
export const MIDDLE = 1;
export const LONG = 2;
const LENGTHS = [2, 12, 60] as const;
const FULL = 0xffff;
/** Bucket numbers are also kept in 32 bits; it begins in the year 2650. */
const LAST_BUCKET = 0xffff_fffe;

/** Number of the bucket of a time; at least 1, since 0 means none. */
export function bucketOf(timeMs: number): number {
  return timeMs >= BUCKET_MS ? Math.min(Math.floor(timeMs / BUCKET_MS), LAST_BUCKET) : 1;
}

/** True where the bucket is older than all that the ring holds. */
export function isBehindRing(windows: EntityWindows, bucket: number): boolean {
  return bucket <= (windows.clock[HEAD] as number) - RING;
}

/** Moves the ring on until it holds the bucket; what falls out at the other end is forgotten. */
export function openBucket(windows: EntityWindows, bucket: number): void {
  const head = windows.clock[HEAD] as number;
  if (bucket <= head) return;
  windows.clock[HEAD] = bucket;
  windows.sumsAt = -1;
  if (bucket - head >= RING) {
    windows.counts.fill(0);
    forget(windows);
    return;
  }
  clearSlots(windows, (head + 1) % RING, bucket - head);
  expire(windows, head, bucket);
}

/** Empties so many slots from one on, counter by counter, as they lie in memory. */
function clearSlots({ counts }: EntityWindows, first: number, many: number): void {
  const wrapped = Math.max(0, first + many - RING);
  for (let base = 0; base < counts.length; base += RING) {
    for (let at = base; at < base + wrapped; at++) counts[at] = 0;
    for (let at = base + first; at < base + first + many - wrapped; at++) counts[at] = 0;
  }
}

/** Counts one in a bucket that the ring holds; a count stays at 65,535 rather than wrap. */
export function count(windows: EntityWindows, bucket: number, counter: number): void {
  const at = counter * RING + (bucket % RING);
  const now = windows.counts[at] as number;
  if (now === FULL) return;
  windows.counts[at] = now + 1;
  if (windows.sumsAt !== bucket) return;
  for (let sum = counter * 3; sum < counter * 3 + 3; sum++) windows.sums[sum] = (windows.sums[sum] as number) + 1;
}

/** Brings `sums` to the windows that end with the given bucket. */
export function sumUpTo(windows: EntityWindows, bucket: number): void {
  if (windows.sumsAt === bucket) return;
  windows.sumsAt = bucket;
  const oldest = Math.max(bucket - LENGTHS[LONG] + 1, (windows.clock[HEAD] as number) - RING + 1);
  for (let counter = 0; counter < COUNTERS; counter++) sumCounter(windows, counter, bucket, oldest);
}

function sumCounter({ counts, sums }: EntityWindows, counter: number, bucket: number, oldest: number): void {
  let sum = 0;
  let left = bucket;
  let at = counter * RING + (bucket % RING);
  for (let window = 0; window < 3; window++) {
    const end = Math.max(bucket - (LENGTHS[window] as number) + 1, oldest, 0);
    for (; left >= end; left--) {
      sum += counts[at] as number;
      at = at === counter * RING ? at + RING - 1 : at - 1;
    }
    sums[counter * 3 + window] = sum;
  }
}

/** Sum of a counter over a window, as brought up to date by `sumUpTo`. */
export function sumOf(windows: EntityWindows, counter: number, window: number): number {
  return windows.sums[counter * 3 + window] as number;
}
