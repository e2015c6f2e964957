/**
 * Sets of the values that an entity met, newest last, each with the slot in which it was last seen. One set answers
 * two questions: is a value new to the entity, and how many distinct values came within 300 s. The second answer is exact
 * while they fit into the list; beyond that linear counting over cells with the same slots takes over.
 */
import {
  CELL_SIZE,
  CELL_START,
  type EntityWindows,
  HEAD,
  LIST_SIZE,
  LIST_START,
  RING,
  SETS,
} from './entity-windows.ts';

export type Meeting = 'known' | 'new' | 'newPushedOut';

/** Notes a value of a set in a bucket that the ring holds. `newPushedOut`: it is new and cost the place of a value still inside the window. */
export function meet(windows: EntityWindows, set: number, hash: number, bucket: number): Meeting {
  markCell(windows, set, hash, bucket);
  const start = LIST_START[set] as number;
  const length = windows.lengths[set] as number;
  const { values } = windows;
  // from the newest on: what came last is likeliest to come again
  for (let at = start + length - 1; at >= start; at--) {
    if (values[at] !== hash) continue;
    moveLast(windows, set, at, start + length - 1, bucket);
    return 'known';
  }
  return addNew(windows, set, hash, bucket);
}

function moveLast(windows: EntityWindows, set: number, at: number, last: number, bucket: number): void {
  const { values, seen } = windows;
  const hash = values[at] as number;
  const before = seen[at] as number;
  for (let i = at; i < last; i++) {
    values[i] = values[i + 1] as number;
    seen[i] = seen[i + 1] as number;
  }
  values[last] = hash;
  seen[last] = newest(windows, before, bucket);
  if (before === 0) windows.alive[set] = (windows.alive[set] as number) + 1;
}

function addNew(windows: EntityWindows, set: number, hash: number, bucket: number): Meeting {
  const { values, seen, lengths, alive } = windows;
  const start = LIST_START[set] as number;
  const size = LIST_SIZE[set] as number;
  const isFull = (lengths[set] as number) === size;
  const pushedOut = isFull && seen[start] !== 0;
  if (isFull) {
    values.copyWithin(start, start + 1, start + size);
    seen.copyWithin(start, start + 1, start + size);
  } else lengths[set] = (lengths[set] as number) + 1;
  const last = start + (lengths[set] as number) - 1;
  values[last] = hash;
  seen[last] = 1 + (bucket % RING);
  if (pushedOut) windows.overflowed[set] = windows.clock[HEAD] as number;
  else alive[set] = (alive[set] as number) + 1;
  return pushedOut ? 'newPushedOut' : 'new';
}

function markCell(windows: EntityWindows, set: number, hash: number, bucket: number): void {
  const size = CELL_SIZE[set] as number;
  if (size === 0) return;
  const at = (CELL_START[set] as number) + (hash % size);
  const before = windows.cells[at] as number;
  windows.cells[at] = newest(windows, before, bucket);
  if (before === 0) windows.filled[set] = (windows.filled[set] as number) + 1;
}

/** The later of the mark that stands and the bucket, as a mark. A late event must not make a value look older. */
function newest(windows: EntityWindows, mark: number, bucket: number): number {
  if (mark === 0) return 1 + (bucket % RING);
  return ageOf(windows.clock[HEAD] as number, mark) <= (windows.clock[HEAD] as number) - bucket
    ? mark
    : 1 + (bucket % RING);
}

/** Buckets between a mark and the head. */
function ageOf(head: number, mark: number): number {
  return ((head % RING) - (mark - 1) + RING) % RING;
}

/** Distinct values within 300 s. Exact up to the list's size; beyond, linear counting (see `linearCount`). */
export function distinct(windows: EntityWindows, set: number): number {
  const alive = windows.alive[set] as number;
  const overflowed = windows.overflowed[set] as number;
  if (overflowed === 0) return alive;
  const sinceOverflow = (windows.clock[HEAD] as number) - overflowed;
  if (sinceOverflow >= RING) return alive;
  return Math.max(alive, linearCount(windows.filled[set] as number, CELL_SIZE[set] as number));
}

/**
 * Estimate of distinct values from the cells they fell into. Standard error for 256 cells: 4 % at 256 values, 7 % at
 * 512, 11 % at 1,000; it ends at 1,420 (128 cells: 621, 64 cells: 266).
 */
export function linearCount(filled: number, cells: number): number {
  if (cells === 0) return 0;
  return cells * Math.log(cells / Math.max(1, cells - filled));
}

/** Takes out of the window what was last seen in a bucket that the move of the head from `before` to `head` left behind. */
export function expire(windows: EntityWindows, before: number, head: number): void {
  const moved = head - before;
  const slot = before % RING;
  const { seen, cells, alive, filled, lengths } = windows;
  for (let set = 0; set < SETS.length; set++) {
    const list = LIST_START[set] as number;
    const sketch = CELL_START[set] as number;
    alive[set] = survivors(seen, list, lengths[set] as number, alive[set] as number, slot, moved);
    filled[set] = survivors(cells, sketch, CELL_SIZE[set] as number, filled[set] as number, slot, moved);
  }
}

/** `marked`: how many of the marks stand. The newest values come last, so that those are mostly found at once. */
function survivors(
  marks: Uint8Array,
  start: number,
  size: number,
  marked: number,
  slot: number,
  moved: number,
): number {
  let alive = marked;
  let left = marked;
  for (let at = start + size - 1; left > 0 && at >= start; at--) {
    const mark = marks[at] as number;
    if (mark === 0) continue;
    left--;
    const behind = slot - mark + 1;
    if ((behind < 0 ? behind + RING : behind) + moved < RING) continue;
    marks[at] = 0;
    alive--;
  }
  return alive;
}

/** Takes everything out of the window; the values stay known. */
export function forget(windows: EntityWindows): void {
  windows.seen.fill(0);
  windows.cells.fill(0);
  windows.alive.fill(0);
  windows.filled.fill(0);
}

/** Counts again what is derived from the marks. */
export function derive(windows: EntityWindows): void {
  for (let set = 0; set < SETS.length; set++) {
    windows.alive[set] = marked(windows.seen, LIST_START[set] as number, LIST_SIZE[set] as number);
    windows.filled[set] = marked(windows.cells, CELL_START[set] as number, CELL_SIZE[set] as number);
  }
}

function marked(marks: Uint8Array, start: number, size: number): number {
  let sum = 0;
  for (let at = start; at < start + size; at++) if (marks[at] !== 0) sum++;
  return sum;
}
