import { describe, expect, it } from '@jest/globals';
import { correlationsOf, correlationText } from './case.fixture.ts';
import { CorrelationPlan } from './plan.ts';

const REST = 'timespan: 1m, condition: {gte: 2}';
const matched = (rules: string) => [...rules].map((id) => ({ id }));
const inner = correlationText('in', `type: event_count, rules: [a], group-by: [user, host], ${REST}`);
const outer = correlationText(
  'out',
  'type: temporal_ordered, rules: [in, b], group-by: [who], timespan: 1m, aliases: {who: {in: user, b: account}}',
);

describe('a plan', () => {
  it('given a silent correlation, then it is no root, and its rules are wanted', () => {
    const plan = new CorrelationPlan(correlationsOf(inner, outer), new Set(['in', 'a', 'b']));
    expect([...plan.trees.keys()]).toEqual(['out']);
    expect([...plan.wanted].sort()).toEqual(['a', 'b']);
  });

  it('given an event, then there is a step for each root and group, with the fields that its tree uses', () => {
    const plan = new CorrelationPlan(correlationsOf(inner, outer), new Set());
    const steps = plan.stepsOf(matched('abc'), { user: 'ann', host: ['ws1', 'ws2'], account: 'bob', other: 'z' });
    expect(steps).toEqual([
      {
        root: 'in',
        version: plan.trees.get('in')?.version,
        group: ['ann', 'ws1'],
        rules: ['a'],
        fields: { user: 'ann', host: 'ws1' },
      },
      {
        root: 'out',
        version: plan.trees.get('out')?.version,
        group: ['ann'],
        rules: ['a'],
        fields: { user: 'ann', host: 'ws1' },
      },
      {
        root: 'out',
        version: plan.trees.get('out')?.version,
        group: ['bob'],
        rules: ['b'],
        fields: { account: 'bob' },
      },
    ]);
  });

  it('given an absent value of the root, then there is no step; given one of an inner correlation, then there is', () => {
    const plan = new CorrelationPlan(correlationsOf(inner, outer), new Set(['in']));
    expect(plan.stepsOf(matched('a'), { host: 'ws1' })).toEqual([]);
    expect(plan.stepsOf(matched('a'), { user: 'ann' })).toHaveLength(1);
    expect(plan.stepsOf(matched('c'), { user: 'ann' })).toEqual([]);
  });

  it.each([
    [{ user: 0 }, '0'],
    [{ user: false }, 'false'],
    [{ user: '' }, ''],
    [{ user: [null, { a: 1 }, 'x'] }, 'x'],
    [{ user: { name: 'x' } }, undefined],
    [{ user: null }, undefined],
    [JSON.parse('{"__proto__":{"user":"x"}}'), undefined],
  ])('given %j, then the group is %j', (fields, group) => {
    const plan = new CorrelationPlan(
      correlationsOf(correlationText('x', `type: event_count, rules: [a], group-by: [user], ${REST}`)),
      new Set(),
    );
    expect(plan.stepsOf(matched('a'), fields)[0]?.group[0]).toBe(group);
  });

  it('given long texts that differ only at their end, then they are cut and stay apart', () => {
    const plan = new CorrelationPlan(
      correlationsOf(correlationText('x', `type: event_count, rules: [a], group-by: [user], ${REST}`)),
      new Set(),
    );
    const [one, two] = ['p', 'q'].map(
      (end) => plan.stepsOf(matched('a'), { user: `${'x'.repeat(100_000)}${end}` })[0]?.group[0],
    );
    expect(one).not.toBe(two);
    expect(one?.length).toBeLessThan(600);
  });
});
