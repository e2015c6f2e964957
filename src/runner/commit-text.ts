import type { Marks } from './origin.ts';
import { type RunnerRecord, rebuildFrom } from './record.ts';

/** Kafka keeps 4096 bytes beside a commit. */
const LIMIT = 4096;

/** What a rebuild must know when nothing but the commit is left. */
export interface CommitFacts {
  /** The oldest offset that an open window can need. */
  readonly rebuildFrom: number;
  readonly marks: Marks;
}

/** Marks are one short line a sender; where a hundred partitions and more send, there is no room for them. */
export function commitText(record: RunnerRecord): string {
  const facts = { rebuildFrom: rebuildFrom(record) };
  const whole = JSON.stringify({ ...facts, marks: record.marks });
  return whole.length <= LIMIT ? whole : JSON.stringify(facts);
}

/** A commit that someone else made, or an earlier version, says less: then all is read again. */
export function parseCommit(text: string): CommitFacts {
  try {
    const { rebuildFrom: offset, marks } = JSON.parse(text);
    const sound = Object.entries(marks ?? {}).filter(([, mark]) => isMark(mark)) as [string, Marks[string]][];
    return { rebuildFrom: Number.isSafeInteger(offset) ? offset : 0, marks: Object.fromEntries(sound) };
  } catch {
    return { rebuildFrom: 0, marks: {} };
  }
}

const isMark = (mark: unknown): boolean =>
  Array.isArray(mark) && mark.length === 2 && mark.every((part) => Number.isSafeInteger(part));
