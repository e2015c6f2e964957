import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { promotion as promoted } from '../../test/fixtures/promotion.ts';
import type { PromotedModel } from '../domain/contracts.gen.ts';
import { type Arm, armOf, choose, modelOf, promotedRefs, versionInForce } from './version-choice.ts';
import { compareVersions } from './versions.ts';

const offered = ['1.2.0', '1.10.0', '0.9.9'].map((version) => ({
  ...{ name: 'm', version, sha256: `hash ${version}` },
  featureHash: version === '0.9.9' ? 'old' : 'new',
}));

describe('versionInForce', () => {
  it.each<[string, PromotedModel[], string | undefined]>([
    ['the newest when nothing is promoted', [], '1.10.0'],
    ['the promoted one, though older', [promoted({})], '1.2.0'],
    [
      'the one for the tenant before the one for all',
      [promoted({}), promoted({ tenant: 'a', version: '1.10.0' })],
      '1.10.0',
    ],
    [
      'the one for all, whatever other tenants have',
      [promoted({ tenant: 'b', version: '0.9.9' }), promoted({})],
      '1.2.0',
    ],
    ['the newest when only another tenant has a promotion', [promoted({ tenant: 'b' })], '1.10.0'],
    ['none when the promoted one is not at hand', [promoted({ version: '2.0.0' })], undefined],
    ['none when the file at hand is another', [promoted({ sha256: 'other' })], undefined],
    ['the promoted one when its hash agrees', [promoted({ sha256: 'hash 1.2.0' })], '1.2.0'],
    ['the newest when only another model is promoted', [promoted({ name: 'n', version: '0.9.9' })], '1.10.0'],
  ])('%s', (_, promotions, version) => {
    expect(versionInForce({ name: 'm', tenant: 'a', featureHash: 'new' }, offered, promotions)?.version).toBe(version);
  });

  it.each<[string, PromotedModel[], string | undefined, string | undefined]>([
    ['the newest of each when nothing is promoted', [], '0.9.9', '1.10.0'],
    [
      'what was promoted for each',
      [promoted({ featureHash: 'old', version: '0.9.9' }), promoted({ featureHash: 'new', version: '1.2.0' })],
      '0.9.9',
      '1.2.0',
    ],
    ['none for one of which nothing was promoted', [promoted({ featureHash: 'new' })], undefined, '1.2.0'],
    ['none for one that the promoted version does not fit', [promoted({ version: '1.2.0' })], undefined, '1.2.0'],
  ])('of two feature sets side by side: %s', (_, promotions, old, fresh) => {
    const chosen = ['old', 'new'].map((featureHash) =>
      versionInForce({ name: 'm', tenant: 'a', featureHash }, offered, promotions),
    );
    expect(chosen.map((model) => model?.version)).toEqual([old, fresh]);
  });

  const ofTenant = { name: 'm', version: '1.10.0-0123456789abcdef', sha256: 'hash t', featureHash: 'new', tenant: 'b' };
  const inForce = (tenant: string, promotions: PromotedModel[]) =>
    versionInForce({ name: 'm', tenant, featureHash: 'new' }, [...offered, ofTenant], promotions)?.version;

  it('is never one that learned from another tenant, whatever was promoted', () => {
    const { version } = ofTenant;
    expect(inForce('a', [])).toBe('1.10.0');
    expect(inForce('b', [])).toBe('1.10.0');
    expect(inForce('b', [promoted({ tenant: 'b', version })])).toBe(version);
    expect(inForce('a', [promoted({ tenant: 'b', version })])).toBe('1.10.0');
    expect(inForce('a', [promoted({ tenant: 'a', version })])).toBeUndefined();
    expect(inForce('a', [promoted({ version })])).toBeUndefined();
  });

  it('is none for a name that nobody offers', () => {
    expect(versionInForce({ name: 'x', tenant: 'a', featureHash: 'new' }, offered, [])).toBeNull();
  });
});

const WANTED = { name: 'm', tenant: 'a', featureHash: 'new' };
const canary = (change: Partial<PromotedModel> = {}) =>
  promoted({ role: 'canary', version: '1.10.0', share: 0.5, ...change });
const shadow = (change: Partial<PromotedModel> = {}) => promoted({ role: 'shadow', version: '1.10.0', ...change });

describe('versions on trial', () => {
  it.each<[string, PromotedModel[], string | null, string | null, string | null]>([
    ['a canary beside what is active', [promoted({}), canary()], '1.2.0', '1.10.0', null],
    ['a shadow beside what is active', [promoted({}), shadow()], '1.2.0', null, '1.10.0'],
    ['a canary that has ended', [promoted({}), canary({ version: '' })], '1.2.0', null, null],
    ['the newest never is the canary or the shadow', [canary({ share: 0 })], '1.2.0', '1.10.0', null],
    ['a shadow of what is active is none', [promoted({}), shadow({ version: '1.2.0' })], '1.2.0', null, null],
    ['a shadow that is not at hand is none', [promoted({}), shadow({ version: '7.0.0' })], '1.2.0', null, null],
    [
      'a trial for all leaves a tenant alone that has its own',
      [promoted({}), promoted({ tenant: 'a' }), canary(), shadow()],
      ...(['1.2.0', null, null] as const),
    ],
    [
      'a trial of the tenant goes before one for all',
      [canary({ version: '' }), canary({ tenant: 'a' })],
      '1.2.0',
      '1.10.0',
      null,
    ],
    [
      'a trial of another tenant',
      [promoted({}), canary({ tenant: 'b' }), shadow({ tenant: 'b' })],
      '1.2.0',
      null,
      null,
    ],
    ['a trial for another feature set', [promoted({}), canary({ featureHash: 'old' })], '1.2.0', null, null],
  ])('%s', (_, promotions, ...versions) => {
    const choice = choose(WANTED, offered, promotions);
    const seen = [choice.active, choice.canary?.model, choice.shadow].map((model) => model?.version ?? null);
    expect(seen).toEqual(versions);
  });

  it('given a canary that is not at hand, when its entities are scored, then nobody stands in', () => {
    const choice = choose(WANTED, offered, [promoted({}), canary({ version: '7.0.0', share: 1 })]);
    expect(modelOf(choice, 'canary')).toBeNull();
    expect(choice.canary).toMatchObject({ version: '7.0.0', share: 1 });
  });

  it('names every version that is promoted once', () => {
    const promotions = [promoted({}), promoted({ tenant: 'a' }), canary(), shadow({ version: '' })];
    expect(promotedRefs(promotions).map(({ version }) => version)).toEqual(['1.2.0', '1.10.0']);
  });
});

describe('the arm of an entity', () => {
  const arm = (share: number, entity: string, tenant = 'a'): Arm =>
    armOf(choose({ ...WANTED, tenant }, offered, [promoted({}), canary({ share })]), { tenant, name: 'm', entity });
  const entities = fc.string({ maxLength: 40 });

  it('is canary for all of them or for none at the ends of the share', () => {
    fc.assert(fc.property(entities, (entity) => arm(0, entity) === 'active' && arm(1, entity) === 'canary'));
  });

  it('stays canary when the share grows, so that none goes forth and back', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(entities, share, share, (entity, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        return arm(less, entity) === 'active' || arm(more, entity) === 'canary';
      }),
    );
  });

  it('never changes: processes of two releases run side by side', () => {
    const told = ['host:ws1', 'host:ws2', 'user:anna', 'address:10.0.0.7'].map((entity) => arm(0.5, entity));
    expect(told).toEqual(['canary', 'canary', 'canary', 'active']);
  });

  it('is spread as the share says, each tenant in its own way', () => {
    const hosts = Array.from({ length: 20_000 }, (_, i) => `host:ws-${i}`);
    const inCanary = hosts.filter((entity) => arm(0.1, entity) === 'canary');
    // five standard deviations
    expect(Math.abs(inCanary.length / hosts.length - 0.1)).toBeLessThan(0.011);
    const both = inCanary.filter((entity) => arm(0.1, entity, 'b') === 'canary');
    expect(both.length / inCanary.length).toBeLessThan(0.2);
  });
});

it.each([
  ['1.10.0', '1.9.9', 1],
  ['1.0.0', '1.0.0', 0],
  ['0.9.0', '1.0.0', -1],
])('%s against %s: %d', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});
