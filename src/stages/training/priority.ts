import type { TriggerCause } from '../../domain/contracts.gen.ts';
import type { Case } from './decide.ts';
import type { Entry } from './entry.ts';

const DAY_MS = 86_400_000;
/** A rank is worth more than any wait, an order by hand more than any rank. */
const MOST_DAYS = 99;
const RANK = MOST_DAYS + 1;
const BY_HAND = 10 * RANK;

/** Place of a training among those of all tenants, the highest first: orders by hand, then the rank of the tenant, then the days for which it was not trained. */
export function priorityOf(
  { tenant, past, now, config: { ranks } }: Pick<Case, 'tenant' | 'past' | 'now' | 'config'>,
  cause: TriggerCause,
  chosen: readonly Entry[],
): number {
  const since = past.cuts.at(-1)?.time ?? chosen[0]?.time ?? now;
  const days = Math.min(MOST_DAYS, Math.max(0, Math.floor((now - since) / DAY_MS)));
  const rank = (Object.hasOwn(ranks, tenant) ? ranks[tenant] : undefined) ?? 0;
  return (cause === 'manual' ? BY_HAND : 0) + rank * RANK + days;
}
