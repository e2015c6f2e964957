import fc from 'fast-check';
import type { TenantCode } from './tenant-view.ts';

const count = fc.float({ min: 0, max: 100_000, noNaN: true });
const tenantCode: fc.Arbitrary<TenantCode> = fc.record({
  ...{ events5m: count, events60m: count, events24h: count, entities60m: count, entities24h: count, rarity: count },
  ...{ firstMinute: fc.integer({ min: 1, max: 50 }), lastMinute: fc.integer({ min: 50, max: 60 }) },
});

/** What a tenant did, by code. */
export const tenantCodes: fc.Arbitrary<ReadonlyMap<number, TenantCode>> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1000 }), tenantCode), { maxLength: 60 })
  .map((entries) => new Map(entries));
