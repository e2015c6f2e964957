import type { StoredRecord } from '../ports.ts';
import type { RunnerRecord } from './record.ts';

/** A fetch of a megabyte can unpack to hundreds of thousands of records. */
const TURN_LIMIT = 2000;

/** As many records as one turn takes, all on one side of the end of a rebuild. */
export function turnLength(records: readonly StoredRecord[], { silentUntil }: RunnerRecord): number {
  const audible = records.findIndex(({ offset }) => offset >= silentUntil);
  return Math.min(TURN_LIMIT, audible > 0 ? audible : records.length);
}
