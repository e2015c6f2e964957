import { PIPELINE_LEDGER } from '../domain/contracts.gen.ts';
import { isEmpty, openEntry } from './ledger.ts';
import type { Bench } from './process.ts';

/**
 * Adds what the stage must say about itself to the turn: its watermark, when that has moved, and its ledger entry.
 * Both are sent before the save that they describe. Answers true when there was something to say.
 */
export function announce({ world, stage, partition, turn }: Bench): boolean {
  const { record } = turn;
  if (turn.silent) return false;
  const moved = record.watermark > record.announced;
  if (moved) turn.announce(world.partitions.get(stage.reads.name) ?? 1);
  const ended = record.watermark === Number.POSITIVE_INFINITY;
  const due = !isEmpty(record.entry) && (ended || world.options.controlEveryMs > 0);
  if (due) {
    turn.note(PIPELINE_LEDGER, `${stage.name}/${partition}`, record.entry);
    record.entry = openEntry(stage.name, stage.reads.name, partition, record.offset);
  }
  return moved || due;
}
