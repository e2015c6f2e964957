import type { IsOff } from '../../detectors/heuristics/index.ts';
import type { PublishedRule } from '../../domain/contracts.gen.ts';

const NOTHING_OFF: IsOff = () => false;

/** Which heuristics each tenant has switched off: what is published for the tenant counts, else what is published for all. */
export function switchedOff(published: Iterable<PublishedRule>): (tenant: string) => IsOff {
  const byTenant = new Map<string, Map<string, boolean>>();
  for (const { tenant, id, status } of published) {
    const rules = byTenant.get(tenant) ?? new Map<string, boolean>();
    byTenant.set(tenant, rules.set(id, status === 'disabled' || status === 'shadow'));
  }
  if (byTenant.size === 0) return () => NOTHING_OFF;
  const forAll = byTenant.get('');
  return (tenant) => (id) => byTenant.get(tenant)?.get(id) ?? forAll?.get(id) ?? false;
}
