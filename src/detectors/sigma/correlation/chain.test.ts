import { describe, expect, it } from '@jest/globals';
import { correlationsOf, correlationText, fired, type Row, x } from './case.fixture.ts';
import { Desk } from './desk.ts';
import { emptyRootState } from './state.ts';
import { take } from './step.ts';
import type { Tree } from './tree.ts';

const COUNT = x('type: event_count, rules: [a], condition: {gte: 2}');

describe('correlations upon each other', () => {
  it('given two events in two fields under one alias, then they are of one group', () => {
    const pivot = correlationText(
      'x',
      'type: temporal, rules: [a, b], group-by: [ip], timespan: 1m, aliases: {ip: {a: dst, b: src}}',
    );
    expect(
      fired(
        [pivot],
        [
          [0, 'p', 'a', { dst: '9' }],
          [0.5, 'q', 'b', { src: '9' }],
        ],
      ),
    ).toEqual(['q']);
  });

  it('given a correlation upon another, then a late event goes all the way up', () => {
    const inner = correlationText(
      'in',
      'type: event_count, rules: [a], group-by: [u, h], timespan: 5m, condition: {gte: 3}',
    );
    const outer = x('type: temporal_ordered, rules: [in, b]');
    const fail = (minute: number, h: string): Row => [minute, `${h}${minute}`, 'a', { h }];
    const rows = [fail(1, 'p'), fail(3, 'p'), fail(2, 'q'), [6, 'login', 'b'] as const];
    expect(fired([inner, outer], rows)).toEqual([]);
    expect(fired([inner, outer], [...rows, fail(2, 'p')])).toEqual(['login']);
  });

  it('given firings that count values of their group, then the outer correlation counts these', () => {
    const inner = correlationText(
      'in',
      'type: event_count, rules: [a], group-by: [u, h], timespan: 5m, condition: {gte: 2}',
    );
    const outer = x('type: value_count, rules: [in], condition: {gte: 2, field: h}');
    const rows = ['p', 'p', 'p', 'q', 'q'].map((h, at): Row => [at, `e${at}`, 'a', { h }]);
    expect(fired([inner, outer], rows)).toEqual(['e4=2']);
  });

  it('given an event that takes a firing back, then what rested on it is no longer there', () => {
    const inner = correlationText(
      'in',
      'type: event_count, rules: [a], group-by: [u], timespan: 5m, condition: {eq: 2}',
    );
    const outer = x('type: temporal, rules: [in, c]');
    const rows: readonly Row[] = [
      [1, 'p', 'a'],
      [3, 'q', 'a'],
      [2, 'late', 'a'],
      [9, 'r', 'c'],
    ];
    // `late` makes three at `q`, and is the second itself
    expect(fired([inner, outer], rows, 'in')).toEqual(['q=2', 'late=2']);
    expect(fired([inner, outer], rows)).toEqual(['r']);
  });

  it('given a field that every object has, then it is not taken for a value', () => {
    const [tree] = new Desk(correlationsOf(COUNT.replaceAll('[u]', '[constructor]'))).plan.trees.values();
    const state = emptyRootState();
    take(tree as Tree, state, { time: 0, id: 'p', rules: ['a'], fields: {} });
    expect(state.root).toBeNull();
  });
});
