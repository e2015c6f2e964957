import { describe, expect, it } from '@jest/globals';
import type { PublishedRule } from '../../domain/contracts.gen.ts';
import { changesFor, statusChanges } from './changes.ts';

const rule = (facts: Partial<PublishedRule>): PublishedRule => ({
  ...{ id: 'a', tenant: '', version: 'v', status: 'enabled', text: 'title: a', time: 1 },
  ...facts,
});
const tableOf = (...rules: readonly PublishedRule[]) => new Map(rules.map((one) => [`${one.tenant}/${one.id}`, one]));
const wish = { tenant: '', status: 'enabled', prune: false, now: 9 } as const;
const said = (changes: ReturnType<typeof changesFor>) => changes.map(({ id, rule: one }) => [id, one?.status ?? null]);

describe('what publishing changes', () => {
  it.each([
    ['a new rule', tableOf(), [['a', 'enabled']]],
    ['a rule that stands there', tableOf(rule({})), []],
    ['a rule that stands there in the shadow', tableOf(rule({ status: 'shadow' })), []],
    ['a rule with another text', tableOf(rule({ text: 'title: b' })), [['a', 'enabled']]],
    [
      'a rule with another text that was switched off',
      tableOf(rule({ text: '', status: 'disabled' })),
      [['a', 'disabled']],
    ],
    ['a rule that stands there for a tenant alone', tableOf(rule({ tenant: 'acme' })), [['a', 'enabled']]],
  ])('given %s, when published, then %j', (_, table, expected) => {
    expect(said(changesFor([{ id: 'a', text: 'title: a' }], table, wish))).toEqual(expected);
  });

  it('given rules that are gone, when published with prune, then those of the tenant go that have a text', () => {
    const table = tableOf(rule({}), rule({ id: 'b', text: '' }), rule({ id: 'c', tenant: 'acme' }));
    expect(said(changesFor([], table, { ...wish, prune: true }))).toEqual([['a', null]]);
  });

  it('given another text, when published, then the version is another', () => {
    const [one, two] = ['title: a', 'title: a '].map((text) => changesFor([{ id: 'a', text }], tableOf(), wish)[0]);
    expect(one?.rule?.version).not.toBe(two?.rule?.version);
  });
});

describe('what a promotion changes', () => {
  it('given a rule in the shadow, when promoted, then its text stays', () => {
    const [change] = statusChanges(['a'], tableOf(rule({ status: 'shadow' })), wish);
    expect(change?.rule).toEqual(rule({ status: 'enabled', time: 9 }));
  });

  it('given a rule of the package, when disabled, then the status stands alone', () => {
    const [change] = statusChanges(['x'], tableOf(), { ...wish, status: 'disabled' });
    expect(change?.rule).toMatchObject({ id: 'x', status: 'disabled', text: '' });
  });
});
