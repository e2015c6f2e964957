import type { LedgerEntry } from '../domain/contracts.gen.ts';

type Mutable<T> = {
  -readonly [K in keyof T]: T[K] extends Readonly<Record<string, number>> ? Record<string, number> : T[K];
};

/** The counts since the last entry was sent. `in` = forwarded + dropped + dead-lettered + repeated. */
export type OpenEntry = Mutable<LedgerEntry>;

export function openEntry(stage: string, topic: string, partition: number, from: number): OpenEntry {
  const counts = { in: 0, forwarded: 0, produced: 0, repeated: 0, control: 0, late: 0, evicted: 0, skipped: 0 };
  return { stage, topic, partition, from, to: from, ...counts, dropped: {}, deadLettered: {}, sent: {}, accepted: {} };
}

export const isEmpty = (entry: OpenEntry): boolean =>
  entry.to === entry.from && entry.produced === 0 && entry.skipped === 0;

export function add(counts: Record<string, number>, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}
