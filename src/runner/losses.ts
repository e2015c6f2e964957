import { TENANT_NAME } from '../domain/tenant.ts';
import type { Losses } from '../stage.ts';

/** [late, dropped, deadLettered, evicted] by tenant, cumulative. */
export type LossesByTenant = Record<string, readonly [number, number, number, number]>;
/** By `<stage>/<partition>`: every counter has one owner, so that what comes in by several ways is not added twice. */
export type LossBook = Record<string, LossesByTenant>;

const FIELDS = { late: 0, dropped: 1, deadLettered: 2, evicted: 3 } as const;
const TENANT_LIMIT = 64;
/** Tenants past the limit share one line, as do records whose tenant is unknown or no name. */
export const UNKNOWN_TENANT = '';
const NOTHING: LossesByTenant[string] = [0, 0, 0, 0];

/** Strangers choose the names: `constructor` is a tenant like any other, and nothing of Object.prototype. */
const lineOf = (tenants: LossesByTenant, name: string): LossesByTenant[string] =>
  Object.hasOwn(tenants, name) ? (tenants[name] ?? NOTHING) : NOTHING;

/** Adds one loss to the owner's line of the tenant. */
export function lose(book: LossBook, owner: string, what: keyof Losses, tenant: string): void {
  book[owner] ??= {};
  const tenants = book[owner];
  const hasRoom = Object.hasOwn(tenants, tenant) || Object.keys(tenants).length < TENANT_LIMIT;
  const line = hasRoom && TENANT_NAME.test(tenant) ? tenant : UNKNOWN_TENANT;
  const counts = [...lineOf(tenants, line)] as [number, number, number, number];
  counts[FIELDS[what]] += 1;
  tenants[line] = counts;
}

const OWNER = /^[a-z.]{1,64}\/\d{1,6}$/;
const isCount = (count: unknown): boolean => Number.isSafeInteger(count) && (count as number) >= 0;
const isCounts = (counts: unknown): boolean => Array.isArray(counts) && counts.length === 4 && counts.every(isCount);

/** A stage and a partition, as they sign what they say. */
export const isOwner = (name: unknown): name is string => typeof name === 'string' && OWNER.test(name);

/** Whether a value read off the wire is a book of losses; names such as `__proto__` are none of ours. */
export function isLossBook(value: unknown): value is LossBook {
  return isRecord(value) && Object.entries(value).every(([owner, tenants]) => isOwner(owner) && isTenants(tenants));
}

const isTenants = (value: unknown): boolean =>
  isRecord(value) &&
  Object.entries(value).every(
    ([tenant, counts]) => (tenant === UNKNOWN_TENANT || TENANT_NAME.test(tenant)) && isCounts(counts),
  );

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Takes over what another stage reports; counters only grow, so the larger is the newer. */
export function learn(book: LossBook, reported: Readonly<Record<string, LossesByTenant>>): void {
  for (const [owner, tenants] of Object.entries(reported)) {
    book[owner] ??= {};
    const known = book[owner];
    for (const [tenant, counts] of Object.entries(tenants)) {
      const old = lineOf(known, tenant);
      known[tenant] = counts.map((count, index) =>
        Math.max(count, old[index] ?? 0),
      ) as unknown as LossesByTenant[string];
    }
  }
}

/** All owners together, for the tenant and for records whose tenant is unknown. */
export function lossesOf(book: LossBook, tenant: string): Losses {
  const sum = [0, 0, 0, 0];
  for (const tenants of Object.values(book)) {
    for (const name of new Set([tenant, UNKNOWN_TENANT])) {
      for (const [index, count] of lineOf(tenants, name).entries()) sum[index] = (sum[index] ?? 0) + count;
    }
  }
  const [late = 0, dropped = 0, deadLettered = 0, evicted = 0] = sum;
  return { late, dropped, deadLettered, evicted };
}
