import { describe, expect, it } from '@jest/globals';
import type { PromotedModel } from '../domain/contracts.gen.ts';
import { compareVersions, versionInForce } from './version-choice.ts';

const offered = ['1.2.0', '1.10.0', '0.9.9'].map((version) => ({ name: 'm', version, sha256: `hash ${version}` }));
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
      [promoted({}), promoted({ tenant: 'a', version: '0.9.9' })],
      '0.9.9',
    ],
    [
      'the one for all, whatever other tenants have',
      [promoted({ tenant: 'b', version: '0.9.9' }), promoted({})],
      '1.2.0',
    ],
    ['none when the promoted one is not at hand', [promoted({ version: '2.0.0' })], undefined],
    ['none when the file at hand is another', [promoted({ sha256: 'other' })], undefined],
    ['the promoted one when its hash agrees', [promoted({ sha256: 'hash 1.2.0' })], '1.2.0'],
    ['the newest when only another model is promoted', [promoted({ name: 'n', version: '0.9.9' })], '1.10.0'],
  ])('%s', (_, promotions, version) => {
    expect(versionInForce('m', 'a', offered, promotions)?.version).toBe(version);
  });

  it('is none for a name that nobody offers', () => {
    expect(versionInForce('x', 'a', offered, [])).toBeNull();
  });
});

it.each([
  ['1.10.0', '1.9.9', 1],
  ['1.0.0', '1.0.0', 0],
  ['0.9.0', '1.0.0', -1],
])('%s against %s: %d', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});
