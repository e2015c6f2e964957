import { TENANT_NAME } from '../../domain/tenant.ts';
import type { IntakeConfig } from './config.ts';

export type Tenancy =
  | { readonly ok: true; readonly tenant: string }
  | { readonly ok: false; readonly reason: 'tenant_missing' | 'tenant_mismatch' | 'tenant_invalid' };

type Binding = Pick<IntakeConfig, 'rawTenant' | 'defaultTenant'>;

/** The one tenant that key, header and value agree on; they may be silent, they may not differ, nor differ from the topic's binding. */
export function tenantOf(claims: readonly string[], { rawTenant, defaultTenant }: Binding): Tenancy {
  let agreed = rawTenant;
  for (const claim of claims) {
    if (claim === '' || claim === agreed) continue;
    if (agreed !== '') return { ok: false, reason: 'tenant_mismatch' };
    agreed = claim;
  }
  const tenant = agreed || defaultTenant;
  if (tenant === '') return { ok: false, reason: 'tenant_missing' };
  return TENANT_NAME.test(tenant) ? { ok: true, tenant } : { ok: false, reason: 'tenant_invalid' };
}
