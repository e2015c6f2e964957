import { PIPELINE_LEDGER } from '../domain/contracts.gen.ts';
import { isEmpty, openEntry } from './ledger.ts';
import type { Bench } from './process.ts';

/**
 * Adds what the stage must say about itself to the turn: its watermark, when that has moved, and its ledger entry.
 * Both are sent before the save that they describe. Answers true when there was something to say.
 */
export function announce(bench: Bench): boolean {
  const { world, turn } = bench;
  const { record } = turn;
  if (turn.silent) return false;
  const moved = tellTime(bench);
  const ended = record.watermark === Number.POSITIVE_INFINITY;
  const due = !isEmpty(record.entry) && (ended || world.options.controlEveryMs > 0);
  if (due) closeEntry(bench);
  return moved || due;
}

/** Sends the watermark on when it has moved since it was last sent; answers whether it had. */
export function tellTime({ world, stage, turn }: Bench): boolean {
  const moved = !turn.silent && turn.record.watermark > turn.record.announced;
  if (moved) turn.announce(world.partitions.get(stage.reads.name) ?? 1);
  return moved;
}

/** An entry of their own for offsets that nobody can read any more, so that the ledger names them. */
export function enterSkipped(bench: Bench, start: number): void {
  const { record } = bench.turn;
  if (!isEmpty(record.entry)) closeEntry(bench);
  record.entry.skipped = start - record.offset;
  record.entry.to = start;
  record.offset = start;
  closeEntry(bench);
}

function closeEntry({ stage, partition, turn }: Bench): void {
  const { record } = turn;
  turn.note(PIPELINE_LEDGER, `${stage.name}/${partition}`, record.entry);
  turn.told.push(record.entry);
  record.entry = openEntry(stage.name, stage.reads.name, partition, record.offset);
}
