import { countByte, ENTRY_BYTES, MOST_OF_EACH, tenantToken } from '../code-set.ts';
import type { TenantCode } from './tenant-view.ts';

/**
 * The codes that a tenant used last, packed as those of an entity are, for the sets of its rows: events with half-lives of
 * 5 and 60 min stand where an entity's do, all else is 0. The one used last comes first, of these the rarest.
 */
export function packTenantCodes(codes: ReadonlyMap<number, TenantCode>): Uint8Array {
  const last = [...codes].sort(byUse).slice(0, MOST_OF_EACH);
  const bytes = new Uint8Array(last.length * ENTRY_BYTES);
  for (const [i, [code, { events5m, events60m }]] of last.entries()) {
    const token = tenantToken(code);
    const counts = [0, events5m, events60m].map(countByte);
    bytes.set([token & 0xff, token >>> 8, ...counts], i * ENTRY_BYTES);
  }
  return bytes;
}

type Entry = readonly [code: number, of: TenantCode];

const byUse = ([a, ofA]: Entry, [b, ofB]: Entry): number =>
  ofB.lastMinute - ofA.lastMinute || ofA.events24h - ofB.events24h || a - b;
