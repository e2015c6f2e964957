import { byTime, type Entry } from './entry.ts';

/** The feedback of one tenant and kind that waits to become a dataset. */
export interface Buffer {
  readonly kind: 'buffer';
  entries: readonly Entry[];
  /** When the schedule comes round; null without one. */
  scheduled: number | null;
  /** Records that came since it was last looked whether they are enough. */
  fresh: number;
  /** When a training that waits for the weekly limit may come; null where none does. */
  limitedUntil: number | null;
  looked: Look;
}

/** What was found usable when it was looked last. */
export interface Look {
  /** 0: never. */
  readonly time: number;
  readonly usable: number;
  /** By reason. */
  readonly leftOut: Readonly<Record<string, number>>;
}

export const emptyBuffer = (scheduled: number | null): Buffer => ({
  ...{ kind: 'buffer', entries: [], scheduled, fresh: 0, limitedUntil: null },
  looked: { time: 0, usable: 0, leftOut: {} },
});

/** Puts the record among the others. An analyst has one say on each subject, the newest; the reason where the record changes nothing, else null. */
export function addEntry(buffer: Buffer, entry: Entry): 'repeated_id' | 'superseded' | null {
  if (buffer.entries.some(({ id }) => id === entry.id)) return 'repeated_id';
  const said = buffer.entries.find(({ subject, author }) => subject === entry.subject && author === entry.author);
  if (said && byTime(said, entry) > 0) return 'superseded';
  buffer.entries = [...buffer.entries.filter((one) => one !== said), entry];
  buffer.fresh += 1;
  return null;
}

/** Keeps the buffer within `most` records and answers how many went: the oldest of whoever has the most, so that a flood pushes out itself. */
export function makeRoom(buffer: Buffer, most: number): number {
  let gone = 0;
  for (; buffer.entries.length > most; gone++) {
    const victim = oldest(largest(Map.groupBy(buffer.entries, ({ author }) => author)));
    buffer.entries = buffer.entries.filter((entry) => entry !== victim);
  }
  return gone;
}

function largest(byAuthor: ReadonlyMap<string, readonly Entry[]>): readonly Entry[] {
  const [first] = [...byAuthor].sort(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1));
  return first?.[1] ?? [];
}

const oldest = (entries: readonly Entry[]): Entry | undefined => entries.toSorted(byTime)[0];

/** Takes out what `isGone` says; answers how many. */
export function takeOut(buffer: Buffer, isGone: (entry: Entry) => boolean): number {
  const before = buffer.entries.length;
  buffer.entries = buffer.entries.filter((entry) => !isGone(entry));
  return before - buffer.entries.length;
}
