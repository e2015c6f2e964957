import type { StoredRecord } from '../ports.ts';

const SOURCE_LIMIT = 20;
const QUARANTINE_AFTER = 5;
/** A rare bug, met now and then over days, is no bad deploy. */
const FORGIVEN_AFTER = 10_000;

/**
 * Tells a hostile sender from a bad deploy. Many failures of one source: the source is quarantined, so that one
 * sender cannot stop detection. Failures of many sources: the program is at fault and must not dead-letter a topic.
 */
export class Failures {
  private readonly bySource = new Map<string, number>();

  private passedInARow = 0;

  /** Records without a key have many sources, which share no fault. */
  isQuarantined(stored: StoredRecord): boolean {
    const source = sourceOf(stored);
    return source !== '' && (this.bySource.get(source) ?? 0) >= QUARANTINE_AFTER;
  }

  /** Notes one more failure; true when too many sources fail to go on. */
  isBroken(stored: StoredRecord): boolean {
    const source = sourceOf(stored);
    this.passedInARow = 0;
    this.bySource.set(source, (this.bySource.get(source) ?? 0) + 1);
    return this.bySource.size > SOURCE_LIMIT;
  }

  passed(records: number): void {
    this.passedInARow += records;
    if (this.passedInARow >= FORGIVEN_AFTER) this.bySource.clear();
  }
}

const sourceOf = ({ key }: StoredRecord): string => Buffer.from(key ?? []).toString();

/** What may be logged of an error: its message could quote the record. */
export const traceOf = (cause: unknown): { readonly error: string; readonly stack: string } =>
  cause instanceof Error ? { error: cause.name, stack: framesOf(cause.stack ?? '') } : { error: 'none', stack: '' };

/** The message stands before the frames and may quote a record, over several lines. */
const framesOf = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 5)
    .join('\n');
