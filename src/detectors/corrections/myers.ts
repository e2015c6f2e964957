import { sharedEnds } from './symbols.ts';

/** `length` symbols that stand alike in both series, from these places on. */
export interface Run {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

/**
 * What two series have in common, in order: the rest is a script of deletions and insertions that makes `b` of `a`. The
 * shortest, when it has at most `mostEdits` (E. W. Myers, An O(ND) Difference Algorithm and Its Variations, Algorithmica
 * 1986); else one that is right but may be longer: after every so many edits it settles for the way that came farthest.
 * At least one edit is allowed. Time O((n + m)·mostEdits), room O(mostEdits²).
 */
export function commonRuns(a: Int32Array, b: Int32Array, mostEdits: number): readonly Run[] {
  const { start, end } = sharedEnds(a, b);
  const runs: Run[] = [{ a: 0, b: 0, length: start }];
  const [endA, endB] = [a.length - end, b.length - end];
  let [x, y] = [start, start];
  while (x < endA && y < endB) {
    const way = farthest(a.subarray(x, endA), b.subarray(y, endB), mostEdits);
    for (const run of runsOf(way)) runs.push({ a: run.a + x, b: run.b + y, length: run.length });
    x += way.x;
    y += way.y;
  }
  runs.push({ a: endA, b: endB, length: end });
  return runs.filter(({ length }) => length > 0);
}

/** How far a script comes in both series, and how far each diagonal had come before each of its edits. */
interface Way {
  readonly x: number;
  readonly y: number;
  readonly before: readonly Int32Array[];
}

/** To the end of both series, or as far as so many edits lead. */
function farthest(a: Int32Array, b: Int32Array, mostEdits: number): Way {
  const bound = Math.min(Math.max(1, mostEdits), a.length + b.length);
  const reach = new Int32Array(2 * bound + 3);
  const centre = bound + 1;
  const before: Int32Array[] = [];
  let best = { x: 0, y: 0 };
  for (let edits = 0; edits <= bound; edits++) {
    before.push(reach.slice(centre - edits - 1, centre + edits + 2));
    best = { x: 0, y: 0 };
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = centre + diagonal;
      let x = inserts(reach, at, diagonal, edits) ? reached(reach, at + 1) : reached(reach, at - 1) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      reach[at] = x;
      const y = x - diagonal;
      if (x <= a.length && y <= b.length && x + y > best.x + best.y) best = { x, y };
      if (x >= a.length && y >= b.length) return { x, y, before };
    }
  }
  return { ...best, before };
}

const reached = (reach: Int32Array, at: number): number => reach[at] as number;

/** Whether the farthest way to a diagonal comes by an insertion, from the diagonal above. */
function inserts(reach: Int32Array, at: number, diagonal: number, edits: number): boolean {
  return diagonal === -edits || (diagonal !== edits && reached(reach, at - 1) < reached(reach, at + 1));
}

/** Follows the script back from its end. */
function runsOf({ before, ...end }: Way): Run[] {
  const runs: Run[] = [];
  let { x, y } = end;
  for (let edits = before.length - 1; edits >= 0; edits--) {
    const reach = before[edits] as Int32Array;
    const diagonal = x - y;
    const at = edits + 1 + diagonal;
    const inserted = inserts(reach, at, diagonal, edits);
    const fromX = inserted ? reached(reach, at + 1) : reached(reach, at - 1);
    const startX = inserted ? fromX : fromX + 1;
    if (x > startX) runs.push({ a: startX, b: startX - diagonal, length: x - startX });
    [x, y] = [fromX, fromX - (inserted ? diagonal + 1 : diagonal - 1)];
  }
  return runs.reverse();
}
