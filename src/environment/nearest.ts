const FARTHEST = 6;

/** The known name that takes the fewest edits, null where none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  const close = known.filter((one) => Math.abs(one.length - name.length) <= FARTHEST);
  const ranked = close.map((one) => ({ one, edits: edits(name, one) })).sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best && best.edits <= Math.min(FARTHEST, name.length / 3) ? best.one : null;
}

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
