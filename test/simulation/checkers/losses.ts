import type { History } from '../history.ts';
import { found, skip, type Verdict } from '../verdict.ts';

/** What a stage reports of another's losses is at most what that other has counted: the completeness record rests on it. */
export function losses({ store, wasEmptied }: History): Verdict {
  if (wasEmptied) return skip('losses', 'counters start anew with a new store');
  const records = store.records();
  const faults: string[] = [];
  for (const [shard, { losses: book }] of records) {
    for (const [owner, tenants] of Object.entries(book)) {
      const own = records.get(`${owner.replace('/', ':')}:0`)?.losses[owner] ?? {};
      for (const [tenant, counts] of Object.entries(tenants)) {
        const most = own[tenant] ?? [0, 0, 0, 0];
        if (counts.some((count, place) => count > (most[place] ?? 0)))
          faults.push(`${shard} knows losses ${counts} of ${owner} for ${tenant}, which has counted ${most}`);
      }
    }
  }
  return found('losses', faults);
}
