import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CODE_SET_LENGTH,
  CODE_VALUES,
  codeToken,
  kindOf,
  MOST_OF_EACH,
  tenantToken,
  unpackCodes,
} from '../code-set.ts';
import { tenantCodes } from './tenant-codes.fixture.ts';
import { packTenantCodes } from './tenant-codes.ts';
import type { TenantCode } from './tenant-view.ts';

function read(codes: ReadonlyMap<number, TenantCode>) {
  const ids = new Int32Array(CODE_SET_LENGTH);
  const values = new Float32Array(CODE_SET_LENGTH * CODE_VALUES);
  unpackCodes(packTenantCodes(codes), ids, values);
  return [...ids.filter(Boolean)].map((id, i) => ({
    id,
    values: values.slice(i * CODE_VALUES, (i + 1) * CODE_VALUES),
  }));
}

describe('codes of a tenant', () => {
  it('given any codes, when packed, then the ones used last are told, with their counts in two half-lives', () => {
    fc.assert(
      fc.property(tenantCodes, (codes) => {
        const told = read(codes);
        expect(told.length).toBe(Math.min(MOST_OF_EACH, codes.size));
        const left = [...codes].filter(([code]) => !told.some(({ id }) => id === tenantToken(code)));
        for (const { id, values } of told) {
          const [, of] = [...codes].find(([code]) => tenantToken(code) === id) as [number, TenantCode];
          const counts = [0, of.events5m, of.events60m].map((count) => Math.log1p(count));
          for (const [i, value] of values.entries()) expect(Math.abs(value - (counts[i] ?? 0))).toBeLessThan(0.033);
          for (const [, other] of left) expect(other.lastMinute).toBeLessThanOrEqual(of.lastMinute);
        }
      }),
    );
  });

  it('given the same codes in another order, when packed, then it is the same', () => {
    fc.assert(
      fc.property(tenantCodes, (codes) => {
        expect(packTenantCodes(new Map([...codes].reverse()))).toEqual(packTenantCodes(codes));
      }),
    );
  });

  it('given a code, when its tokens are read, then they are of one kind, and only one is of the tenant', () => {
    expect(kindOf(codeToken(4094))).toEqual({ kind: 4095, isOfTenant: false });
    expect(kindOf(tenantToken(4094))).toEqual({ kind: 4095, isOfTenant: true });
    expect(kindOf(tenantToken(4095))).toEqual({ kind: 1, isOfTenant: true });
  });
});
