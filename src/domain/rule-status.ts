import type { PublishedRule, RuleStatus } from './contracts.gen.ts';

/** Looks up what was published about a rule: for the tenant, else for all. Undefined when nothing was. */
export type StatusOf = (tenant: string, rule: string) => RuleStatus | undefined;

export function ruleStatuses(published: Iterable<PublishedRule>): StatusOf {
  const byTenant = new Map<string, Map<string, RuleStatus>>();
  for (const { tenant, id, status } of published) {
    const rules = byTenant.get(tenant) ?? new Map<string, RuleStatus>();
    byTenant.set(tenant, rules.set(id, status));
  }
  if (byTenant.size === 0) return () => undefined;
  const forAll = byTenant.get('');
  return (tenant, rule) => byTenant.get(tenant)?.get(rule) ?? forAll?.get(rule);
}

/** A rule counts unless it was switched off or set to run in the shadow. */
export const isInForce = (status: RuleStatus | undefined): boolean => status !== 'disabled' && status !== 'shadow';
