import { describe, expect, it } from '@jest/globals';
import type { PublishedRule } from '../../domain/contracts.gen.ts';
import { RuleBook } from './rule-book.ts';

const rule = (id: string, value: string) => `
title: Rule ${id}
id: ${id}
logsource: { category: test }
detection: { selection: { field: ${value} }, condition: selection }`;
const counted = `
title: Many
id: many
correlation: { type: event_count, rules: [a], group-by: [user], timespan: 1m, condition: { gte: 2 } }`;

const shipped = new Map([
  ['a', rule('a', 'x')],
  ['many', counted],
]);
const published = (...rules: readonly Partial<PublishedRule>[]) =>
  new Map(
    rules.map((one, index) => [
      String(index),
      { id: 'a', tenant: '', version: '', status: 'enabled', text: '', time: 0, ...one } as PublishedRule,
    ]),
  );
const book = () =>
  new RuleBook(shipped, ([fault]) => {
    throw new Error(fault?.message);
  });
const matched = (of: RuleBook, tenant: string, table: ReadonlyMap<string, PublishedRule>, field: string) =>
  of
    .forTenant(tenant, table)
    .engine.match([{ category: 'test' }], { field })
    .map(({ id }) => id);

describe('the rules in force', () => {
  it.each([
    ['nothing published', published(), ['a'], []],
    ['another text for all', published({ text: rule('a', 'y') }), [], ['a']],
    ['another text for the tenant', published({ tenant: 't', text: rule('a', 'y') }), [], ['a']],
    ['another text for another tenant', published({ tenant: 'u', text: rule('a', 'y') }), ['a'], []],
    [
      'a text for all and the old one for the tenant',
      published({ tenant: 't', text: rule('a', 'x') }, { text: rule('a', 'y') }),
      ['a'],
      [],
    ],
    ['that it is switched off', published({ status: 'disabled' }), [], []],
    ['that it is switched off for another tenant', published({ tenant: 'u', status: 'disabled' }), ['a'], []],
    ['that it runs in the shadow', published({ status: 'shadow' }), ['a'], []],
  ])('given %s, when asked, then they are those', (_, table, x, y) => {
    const one = book();
    expect([matched(one, 't', table, 'x'), matched(one, 't', table, 'y')]).toEqual([x, y]);
  });

  it('given a change for one tenant, when asked for another, then its set is the same as before', () => {
    const one = book();
    const before = one.forTenant('t', published());
    expect(one.forTenant('t', published({ tenant: 'u', text: rule('a', 'y') }))).toBe(before);
    expect(one.forTenant('u', published({ tenant: 'u', text: rule('a', 'y') }))).not.toBe(before);
  });

  it('given a correlation, when it runs in the shadow, then it silences nothing', () => {
    expect([...book().forTenant('t', published()).silent]).toEqual(['a']);
    expect([...book().forTenant('t', published({ id: 'many', status: 'shadow' })).silent]).toEqual([]);
  });

  it('given a correlation upon another, when the inner one is switched off, then neither is in force', () => {
    const outer = counted.replace('id: many', 'id: outer').replace('[a]', '[many]');
    const one = new RuleBook(new Map([...shipped, ['outer', outer]]), ([fault]) => {
      throw new Error(fault?.message);
    });
    const roots = (status: PublishedRule['status']) => [
      ...one.forTenant('t', published({ id: 'many', status })).plan.trees.keys(),
    ];
    expect([roots('enabled'), roots('disabled')]).toEqual([['outer'], []]);
  });

  it.each([
    ['absence', [], 'none of it'],
    ['temporal', [], 'none of it'],
    ['event_count', ['c'], 'what is left'],
  ])('given %s of two rules, when one is switched off, then %j stays: %s', (type, left) => {
    const condition = type === 'event_count' ? ', condition: { gte: 2 }' : '';
    const text = `title: C\nid: c\ncorrelation: { type: ${type}, rules: [a, b], group-by: [user], timespan: 1m${condition} }`;
    const one = new RuleBook(new Map([...shipped, ['b', rule('b', 'y')], ['c', text]]), ([fault]) => {
      throw new Error(fault?.message);
    });
    const rules = one.forTenant('t', published({ id: 'b', status: 'disabled' }, { id: 'many', status: 'disabled' }));
    expect([...rules.plan.trees.keys()]).toEqual(left);
    expect(rules.silent.has('a')).toBe(left.length > 0);
  });

  it.each([
    ['enabled', []],
    ['shadow', ['a']],
    ['disabled', ['a']],
  ] as const)('given a filter that is %s, when asked, then %j match', (status, expected) => {
    const text =
      'title: F\nid: f\nlogsource: { category: test }\nfilter: { rules: [a], s: { field: x }, condition: not s }';
    expect(matched(book(), 't', published({ id: 'f', status, text }), 'x')).toEqual(expected);
  });

  it('given another text of a base rule, when asked, then the correlation has another version', () => {
    const version = (table: ReadonlyMap<string, PublishedRule>) =>
      book().forTenant('t', table).plan.trees.get('many')?.version;
    expect(version(published({ text: rule('a', 'y') }))).not.toBe(version(published()));
    expect(version(published({ id: 'b', text: rule('b', 'y') }))).toBe(version(published()));
  });

  it('given a published rule with a fault, when asked, then it is told and the others are in force', () => {
    const faults: string[] = [];
    const one = new RuleBook(shipped, (found) => void faults.push(...found.map(({ rule: id }) => id)));
    expect(matched(one, 't', published({ id: 'b', text: 'title: b\nid: b' }), 'x')).toEqual(['a']);
    expect(faults).toEqual(['b']);
  });
});
