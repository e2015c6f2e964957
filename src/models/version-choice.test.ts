import { describe, expect, it } from '@jest/globals';
import type { PromotedModel } from '../domain/contracts.gen.ts';
import { compareVersions, versionInForce } from './version-choice.ts';

const offered = ['1.2.0', '1.10.0', '0.9.9'].map((version) => ({
  ...{ name: 'm', version, sha256: `hash ${version}` },
  featureHash: version === '0.9.9' ? 'old' : 'new',
}));
const promoted = (change: Partial<PromotedModel>): PromotedModel => ({
  name: 'm',
  tenant: '',
  version: '1.2.0',
  sha256: '',
  featureHash: '',
  promotedBy: '',
  time: 0,
  ...change,
});

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

  it('is none for a name that nobody offers', () => {
    expect(versionInForce({ name: 'x', tenant: 'a', featureHash: 'new' }, offered, [])).toBeNull();
  });
});

it.each([
  ['1.10.0', '1.9.9', 1],
  ['1.0.0', '1.0.0', 0],
  ['0.9.0', '1.0.0', -1],
])('%s against %s: %d', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});
