import type { PublishedRule, RuleStatus } from '../../domain/contracts.gen.ts';

/** Looks up what was published about a rule: for the tenant, else for all. Undefined when nothing was. */
export function ruleStatuses(
  published: Iterable<PublishedRule>,
): (tenant: string, rule: string) => RuleStatus | undefined {
  const byTenant = new Map<string, Map<string, RuleStatus>>();
  for (const { tenant, id, status } of published) {
    const rules = byTenant.get(tenant) ?? new Map<string, RuleStatus>();
    byTenant.set(tenant, rules.set(id, status));
  }
  return (tenant, rule) => byTenant.get(tenant)?.get(rule) ?? byTenant.get('')?.get(rule);
}
