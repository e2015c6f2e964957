import { describe, expect, it } from '@jest/globals';
import type { PromotedModel } from '../../domain/contracts.gen.ts';
import { assign } from './assignment.ts';

const offered = ['1.0.0', '2.0.0', '3.0.0'].map((version) => ({
  ...{ name: 'm', version, sha256: '', featureHash: 'f' },
}));
const promoted = (change: Partial<PromotedModel>): PromotedModel => ({
  ...{ name: 'm', tenant: '', version: '1.0.0', sha256: '', featureHash: '', promotedBy: '', time: 0 },
  ...{ role: 'active', share: 0, reason: '', previous: '' },
  ...change,
});
const rows = (tenant: string, count: number, featureHash = 'f') =>
  Array.from({ length: count }, (_, i) => ({ tenant, entity: `host-${i}`, featureHash }));
const told = (...args: Parameters<typeof assign>) =>
  assign(...args).map(({ tenant, version, arm, model, places }) => ({
    ...{ tenant, version, arm, rows: places.length },
    ...(model === null && { missing: true }),
  }));

describe('assign', () => {
  it('given nothing but a promotion, when rows of two tenants come, then each tenant has its own rows of it', () => {
    expect(told('m', [...rows('a', 2), null, ...rows('b', 1)], offered, [promoted({})])).toEqual([
      { tenant: 'a', version: '1.0.0', arm: 'active', rows: 2 },
      { tenant: 'b', version: '1.0.0', arm: 'active', rows: 1 },
    ]);
  });

  it('given a canary and a shadow, when rows come, then each has one version that counts, and all have the shadow', () => {
    const trials = [
      promoted({}),
      promoted({ role: 'canary', version: '2.0.0', share: 0.25 }),
      promoted({ role: 'shadow', version: '3.0.0' }),
    ];
    const assigned = assign('m', rows('a', 400), offered, trials);
    const places = Object.fromEntries(assigned.map(({ arm, places: held }) => [arm, held]));
    expect(new Set([...(places.active ?? []), ...(places.canary ?? [])]).size).toBe(400);
    expect((places.active ?? []).length + (places.canary ?? []).length).toBe(400);
    expect((places.canary ?? []).length).toBeGreaterThan(60);
    expect((places.canary ?? []).length).toBeLessThan(140);
    expect(places.shadow).toHaveLength(400);
    expect(assigned.map(({ arm, model }) => `${arm} ${model?.version}`)).toEqual([
      'active 1.0.0',
      'canary 2.0.0',
      'shadow 3.0.0',
    ]);
  });

  it('given a canary that is not at hand, when its rows come, then nobody stands in', () => {
    const trial = [promoted({}), promoted({ role: 'canary', version: '9.0.0', share: 1 })];
    expect(told('m', rows('a', 3), offered, trial)).toEqual([
      { tenant: 'a', version: '9.0.0', arm: 'canary', rows: 3, missing: true },
    ]);
  });

  it('given rows of two feature sets, when one has no model, then its rows are told as missing', () => {
    expect(told('m', [...rows('a', 2), ...rows('a', 1, 'new')], offered, [])).toEqual([
      { tenant: 'a', version: '3.0.0', arm: 'active', rows: 2 },
      { tenant: 'a', version: '', arm: 'active', rows: 1, missing: true },
    ]);
  });
});
