import type { History } from '../history.ts';
import { found, join, type Verdict } from '../verdict.ts';

/** All is read, committed and accounted for in the end, and no process has ended by itself. */
export function progress({ isSettled, unsettled, faults }: History): Verdict {
  return join([
    found('progress', isSettled ? [] : [`not settled: ${unsettled || 'records keep coming'}`]),
    found('runner', faults),
  ]);
}
