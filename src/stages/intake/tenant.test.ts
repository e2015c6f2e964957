import { describe, expect, it } from '@jest/globals';
import { tenantOf } from './tenant.ts';

describe('the tenant of a raw record', () => {
  it.each([
    ['a binding and silence', ['', ''], 'acme', '', 'acme'],
    ['a binding and agreement', ['acme', 'acme'], 'acme', '', 'acme'],
    ['no binding and one claim', ['', 'acme', ''], '', '', 'acme'],
    ['a default and silence', ['', ''], '', 'home', 'home'],
    ['a default and a claim', ['', 'acme'], '', 'home', 'acme'],
  ])('given %s, when asked, then it is known', (_, claims, rawTenant, defaultTenant, tenant) => {
    expect(tenantOf(claims, { rawTenant, defaultTenant })).toEqual({ ok: true, tenant });
  });

  it.each([
    ['silence', ['', ''], '', 'tenant_missing'],
    ['a claim against the binding', ['', 'evil'], 'acme', 'tenant_mismatch'],
    ['claims that differ', ['acme', 'evil'], '', 'tenant_mismatch'],
    ['a name with a slash', ['a/b'], '', 'tenant_invalid'],
    ['capitals', ['Acme'], '', 'tenant_invalid'],
    ['a name of 64 characters', ['a'.repeat(64)], '', 'tenant_invalid'],
  ])('given %s, when asked, then the record is refused', (_, claims, rawTenant, reason) => {
    expect(tenantOf(claims, { rawTenant, defaultTenant: '' })).toEqual({ ok: false, reason });
  });
});
