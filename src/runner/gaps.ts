import type { RunnerRecord } from './record.ts';
import { type Place, rangeOf } from './take-over.ts';

/** Offsets that nobody can read any more, before they were read. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** A rebuild cannot read them again: no loss, though the state may lack them. */
  readonly isSilent: boolean;
}

/** What retention took between the position and `end`, as far as it is of one kind; null: nothing. */
export async function gapBefore(
  end: number,
  place: Place,
  { offset: from, silentUntil }: RunnerRecord,
): Promise<Gap | null> {
  const start = Math.min((await rangeOf(place)).start, end);
  if (start <= from) return null;
  const isSilent = from < silentUntil;
  return { from, to: isSilent ? Math.min(start, silentUntil) : start, isSilent };
}

/** A loss that a person must know of: readiness says so until the process is started again. */
export function tellLost({ world, stage, partition }: Place, { from, to }: Gap): void {
  const skipped = to - from;
  world.skipped.set(partition, (world.skipped.get(partition) ?? 0) + skipped);
  world.logger.error({ stage: stage.name, partition, skipped }, 'retention took records before they were read');
  world.metrics.count('vedette_skipped_offsets_total', { stage: stage.name }, skipped);
}
