import type { Due } from '../stage.ts';
import { keyText, parseKey } from './wire-key.ts';

interface Entry {
  readonly due: number;
  readonly key: string;
}

const before = (a: Entry, b: Entry): boolean => a.due < b.due || (a.due === b.due && a.key < b.key);

/** The timers of one partition: one due time a key, taken in (due, key) order. A binary heap whose outdated entries are skipped. */
export class Timers {
  private readonly dues: Map<string, number>;
  private heap: Entry[] = [];

  constructor(saved: ReadonlyMap<string, number>) {
    this.dues = new Map(saved);
    for (const [key, due] of saved) this.push({ key, due });
  }

  set(key: string, due: number | null): void {
    if (due === null) {
      this.dues.delete(key);
    } else if (this.dues.get(key) !== due) {
      this.dues.set(key, due);
      this.push({ key, due });
      if (this.heap.length > 2 * this.dues.size + 1024) this.rebuild();
    }
  }

  isSet({ key, due }: Due): boolean {
    return this.dues.get(keyText(key)) === due;
  }

  /** Takes out at most `max` timers that are due at the watermark. */
  take(watermark: number, max: number): readonly Due[] {
    const taken: Due[] = [];
    for (let top = this.heap[0]; top && top.due <= watermark && taken.length < max; top = this.heap[0]) {
      this.pop();
      if (this.dues.get(top.key) !== top.due) continue;
      this.dues.delete(top.key);
      const key = parseKey(top.key);
      if (key) taken.push({ key, due: top.due });
    }
    return taken;
  }

  /** Outdated entries must not outgrow the timers themselves. */
  private rebuild(): void {
    this.heap = [];
    for (const [key, due] of this.dues) this.push({ key, due });
  }

  private push(entry: Entry): void {
    const { heap } = this;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!before(entry, heap[up] as Entry)) break;
      heap[at] = heap[up] as Entry;
      at = up;
    }
    heap[at] = entry;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop() as Entry;
    if (heap.length === 0) return;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && before(heap[child + 1] as Entry, heap[child] as Entry)) child += 1;
      if (!before(heap[child] as Entry, last)) break;
      heap[at] = heap[child] as Entry;
      at = child;
    }
    heap[at] = last;
  }
}
