import type { Context } from '../stage.ts';
import { type OpenEntry, openEntry } from './ledger.ts';
import type { LossBook } from './losses.ts';
import { accept, type Marks } from './origin.ts';
import { finite, type Heard, infinite } from './watermark.ts';

/** Figures that rooms set, by name. */
export type Figures = Partial<Record<Parameters<Context<unknown>['figure']>[0], number>>;

/** What the runner must know to go on where another process stopped. Saved in one step with the room's states. */
export interface RunnerRecord {
  /** Offset of the next input record. */
  offset: number;
  /** Below this offset all was sent before: a rebuild of lost state. */
  silentUntil: number;
  readonly marks: Marks;
  /** Marks of the state that was lost, until its rebuild is through. */
  marksAtCommit: Marks;
  readonly heard: Heard;
  watermark: number;
  /** Watermark that was last sent downstream. */
  announced: number;
  entry: OpenEntry;
  readonly losses: LossBook;
  /** Version of each table in force: the offset behind its last record. */
  readonly versions: Record<string, number>;
  /** [watermark, offset] now and then, to know how far a rebuild must read back. */
  checkpoints: (readonly [number, number])[];
  /** What the room last said of the partition, for the metrics. */
  readonly figures: Figures;
}

const FORMAT = 1;

export function newRecord(stage: string, topic: string, partition: number, offset: number): RunnerRecord {
  const none = Number.NEGATIVE_INFINITY;
  const entry = openEntry(stage, topic, partition, offset);
  return {
    offset,
    silentUntil: 0,
    marks: {},
    marksAtCommit: {},
    heard: { senders: 1, times: {} },
    watermark: none,
    announced: none,
    entry,
    losses: {},
    versions: {},
    checkpoints: [[none, offset]],
    figures: {},
  };
}

export function encodeRecord(record: RunnerRecord): Uint8Array {
  return Buffer.from(
    JSON.stringify({ format: FORMAT, ...record }, (_, value) => (typeof value === 'number' ? finite(value) : value)),
  );
}

/** Throws when the bytes were written by a newer version of this program. */
export function decodeRecord(bytes: Uint8Array): RunnerRecord {
  const { format, ...record } = JSON.parse(Buffer.from(bytes).toString(), (_, value) =>
    typeof value === 'number' ? infinite(value) : value,
  );
  if (format !== FORMAT)
    throw new Error(`runner record has format ${format}, this program reads ${FORMAT}: run the newer version`);
  return { silentUntil: 0, figures: {}, marksAtCommit: {}, ...record };
}

/**
 * Once all that was sent before is read again, whatever the lost state had accepted counts as accepted: a sender may
 * still repeat what lies before the first offset of the rebuild.
 */
export function endRebuild(record: RunnerRecord): void {
  if (record.offset < record.silentUntil) return;
  for (const [sender, [offset, index]] of Object.entries(record.marksAtCommit))
    accept(record.marks, { sender, offset, index });
  record.marksAtCommit = {};
}

/** Notes a checkpoint each eighth of the horizon and forgets those that no rebuild needs. */
export function checkpoint(record: RunnerRecord, horizonMs: number): void {
  const last = record.checkpoints.at(-1);
  if (!Number.isFinite(record.watermark) || (last && record.watermark - last[0] < horizonMs / 8)) return;
  record.checkpoints.push([record.watermark, record.offset]);
  const needed = record.checkpoints.findLastIndex(([time]) => time <= record.watermark - horizonMs);
  if (needed > 0) record.checkpoints.splice(0, needed);
}

/** The oldest offset that an open window can need. */
export const rebuildFrom = (record: RunnerRecord): number => record.checkpoints[0]?.[1] ?? 0;
