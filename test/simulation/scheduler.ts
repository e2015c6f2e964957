import { hash32 } from './random.ts';

interface Event {
  readonly due: number;
  readonly place: number;
  readonly label: string;
  readonly run: () => void;
}

/** Ten times the longest history. */
const MOST_STEPS = 500_000;

export interface Cancel {
  cancelled: boolean;
}

/**
 * Virtual time and the order of everything. Nothing happens but by an event of this queue; between two events all
 * microtasks drain, so that one order of events is one history. `hash` sums the history up.
 */
export class Scheduler {
  now: number;
  hash = 0;
  steps = 0;
  private readonly heap: Event[] = [];
  private places = 0;
  private readonly trace: ((line: string) => void) | null;

  constructor(startMs: number, trace: ((line: string) => void) | null) {
    this.now = startMs;
    this.trace = trace;
  }

  /** Runs it after so many milliseconds of virtual time, unless it is cancelled before. */
  after(ms: number, label: string, run: () => void): Cancel {
    const handle: Cancel = { cancelled: false };
    const due = this.now + Math.max(0, ms);
    this.push({ due, place: this.places++, label, run: () => handle.cancelled || run() });
    return handle;
  }

  /** A fact of the history that is no event of its own. */
  note(fact: string): void {
    this.hash = hash32(fact, this.hash);
    this.trace?.(`${(this.now / 1000).toFixed(3).padStart(10)}   ${fact}`);
  }

  /** Runs events until the claim holds or the time is over; answers whether it holds. */
  run(untilMs: number, claim: () => boolean): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const step = () => {
        try {
          if (claim()) return resolve(true);
          const next = this.heap[0];
          if (!next || next.due > untilMs) {
            this.now = Math.max(this.now, untilMs);
            return resolve(false);
          }
          this.perform(next);
        } catch (cause) {
          return reject(cause);
        }
        this.afterMicrotasks(step);
      };
      this.afterMicrotasks(step);
    });
  }

  /** A tick that was asked for by a microtask comes when no microtask is left; setImmediate would do the same at ten times the cost. */
  private afterMicrotasks(step: () => void): void {
    queueMicrotask(() => process.nextTick(step));
  }

  private perform(event: Event): void {
    this.pop();
    this.now = event.due;
    this.steps += 1;
    if (this.steps > MOST_STEPS) throw new Error(`the history does not end: ${MOST_STEPS} steps`);
    this.note(event.label);
    event.run();
  }

  private push(event: Event): void {
    const { heap } = this;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!before(event, heap[up] as Event)) break;
      heap[at] = heap[up] as Event;
      at = up;
    }
    heap[at] = event;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop() as Event;
    if (heap.length === 0) return;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && before(heap[child + 1] as Event, heap[child] as Event)) child += 1;
      if (!before(heap[child] as Event, last)) break;
      heap[at] = heap[child] as Event;
      at = child;
    }
    heap[at] = last;
  }
}

const before = (a: Event, b: Event): boolean => a.due < b.due || (a.due === b.due && a.place < b.place);
