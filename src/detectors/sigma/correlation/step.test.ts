import { describe, expect, it } from '@jest/globals';
import { correlationsOf, correlationText, MINUTE } from './case.fixture.ts';
import { Desk } from './desk.ts';
import { emptyRootState } from './state.ts';
import { take } from './step.ts';
import type { Tree } from './tree.ts';

type Row = readonly [minute: number, id: string, rules: string, fields?: Readonly<Record<string, unknown>>];

/** Firings as `event` or `event=figure`, over rows in their order of arrival. */
function fired(correlations: readonly string[], rows: readonly Row[], of = 'x'): readonly string[] {
  const desk = new Desk(correlationsOf(...correlations));
  const firings = rows.flatMap(([minute, id, rules, fields = {}]) =>
    desk.take({
      time: minute * MINUTE,
      id,
      rules: [...rules].map((rule) => ({ id: rule })),
      fields: { u: '1', ...fields },
    }),
  );
  return [...firings, ...desk.pass(Infinity)]
    .filter(({ correlation }) => correlation === of)
    .map(({ eventId, value }) => (value === null ? eventId : `${eventId}=${value}`));
}

const x = (flow: string): string => correlationText('x', `group-by: [u], timespan: 10m, ${flow}`);
const COUNT = x('type: event_count, rules: [a], condition: {gte: 2}');
const numbers = (...all: readonly unknown[]): readonly Row[] => all.map((v, at) => [at, `e${at}`, 'a', { v }]);

describe('a correlation', () => {
  it.each<readonly [string, string, readonly Row[], readonly string[]]>([
    [
      'counts events exactly one timespan apart',
      COUNT,
      [
        [0, 'p', 'a'],
        [10, 'q', 'a'],
      ],
      ['q=2'],
    ],
    [
      'does not count what is older',
      COUNT,
      [
        [0, 'p', 'a'],
        [10.001, 'q', 'a'],
      ],
      [],
    ],
    [
      'counts an event that comes twice once',
      COUNT,
      [
        [0, 'p', 'a'],
        [0, 'p', 'a'],
      ],
      [],
    ],
    [
      'counts an event that matches two of its rules once',
      x('type: event_count, rules: [a, b], condition: {gte: 2}'),
      [[0, 'p', 'ab']],
      [],
    ],
    [
      'fires at an event that was there before a late one',
      COUNT,
      [
        [5, 'q', 'a'],
        [1, 'p', 'a'],
      ],
      ['q=2'],
    ],
    [
      'does not count the future of a late event',
      COUNT,
      [
        [20, 'q', 'a'],
        [9, 'p', 'a'],
      ],
      [],
    ],
    [
      'keeps groups apart',
      COUNT,
      [
        [0, 'p', 'a'],
        [1, 'q', 'a', { u: '2' }],
      ],
      [],
    ],
    [
      'has no group for an absent value',
      COUNT,
      [
        [0, 'p', 'a', { u: undefined }],
        [1, 'q', 'a', { u: null }],
      ],
      [],
    ],
    [
      'takes the first of a list as the group',
      COUNT,
      [
        [0, 'p', 'a', { u: ['1', '2'] }],
        [1, 'q', 'a'],
      ],
      ['q=2'],
    ],
    [
      'takes a number and its text as one group',
      COUNT,
      [
        [0, 'p', 'a', { u: 1 }],
        [1, 'q', 'a'],
      ],
      ['q=2'],
    ],
    [
      'without group-by has one group',
      COUNT.replace('group-by: [u], ', ''),
      [
        [0, 'p', 'a'],
        [1, 'q', 'a', { u: '2' }],
      ],
      ['q=2'],
    ],
    ['keeps a range', x('type: event_count, rules: [a], condition: {gt: 1, lte: 2}'), numbers(1, 1, 1), ['e1=2']],
    [
      'counts values once',
      x('type: value_count, rules: [a], condition: {gte: 2, field: v}'),
      numbers('p', 'p', null, undefined, 'P'),
      ['e4=2'],
    ],
    [
      'counts combinations',
      x('type: value_count, rules: [a], condition: {gte: 2, field: [v, u]}'),
      numbers('p', 'p', 'q'),
      ['e2=2'],
    ],
    [
      'sums numbers and texts that are numbers',
      x('type: value_sum, rules: [a], condition: {gte: 10, field: v}'),
      numbers(4, 'n/a', ' 7', '0x9', '1e999', '6'),
      ['e5=10'],
    ],
    ['takes the mean', x('type: value_avg, rules: [a], condition: {gt: 2, field: v}'), numbers(1, 2, 6), ['e2=3']],
    [
      'takes a percentile between two numbers',
      x('type: value_percentile, rules: [a], condition: {gt: 0, field: v, percentile: 75}'),
      numbers(0, 10),
      ['e1=7.5'],
    ],
    [
      'takes the median of an even number',
      x('type: value_median, rules: [a], condition: {gt: 1, field: v}'),
      numbers(1, 1, 2, 3),
      ['e3=1.5'],
    ],
    [
      'wants all rules',
      x('type: temporal, rules: [a, b]'),
      [
        [0, 'p', 'b'],
        [1, 'q', 'a'],
      ],
      ['q'],
    ],
    [
      'wants some rules',
      x('type: temporal, rules: [a, b, c], condition: {gte: 2}'),
      [
        [0, 'p', 'c'],
        [1, 'q', 'a'],
      ],
      ['q=2'],
    ],
    [
      'wants what its words say',
      x('type: temporal, rules: [a, b, c], condition: a and not b'),
      [
        [0, 'p', 'c'],
        [1, 'q', 'a'],
        [2, 'r', 'b'],
      ],
      ['q'],
    ],
    [
      'wants the order',
      x('type: temporal_ordered, rules: [a, b]'),
      [
        [0, 'p', 'b'],
        [1, 'q', 'a'],
        [2, 'r', 'b'],
      ],
      ['r'],
    ],
    [
      'takes hits of one time in any order',
      x('type: temporal_ordered, rules: [a, b]'),
      [
        [0, 'q', 'b'],
        [0, 'p', 'a'],
      ],
      ['p', 'q'],
    ],
    ['does not take one event for two', x('type: temporal_ordered, rules: [a, b]'), [[0, 'p', 'ab']], []],
    [
      'finds the events of one time that make the order',
      x('type: temporal_ordered, rules: [a, b, c]'),
      [
        [0, 'p', 'ab'],
        [0, 'q', 'a'],
        [0, 'r', 'bc'],
      ],
      ['p', 'q', 'r'],
    ],
    [
      'fires for what stays away',
      x('type: absence, rules: [a, b]'),
      [
        [0, 'p', 'a'],
        [10.001, 'q', 'b'],
      ],
      ['p'],
    ],
    [
      'does not fire for what comes in time',
      x('type: absence, rules: [a, b]'),
      [
        [0, 'p', 'a'],
        [10, 'q', 'b'],
      ],
      [],
    ],
    [
      'does not take one event for the one that stays away',
      x('type: absence, rules: [a, b]'),
      [
        [0, 'p', 'ab'],
        [0, 'q', 'b'],
      ],
      ['p'],
    ],
  ])('%s', (_, correlation, rows, expected) => {
    expect(fired([correlation], rows)).toEqual(expected);
  });

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
    expect(fired([inner, x('type: temporal_ordered, rules: [in, c, c2]').replace(', c2', '')], rows)).toEqual(['r']);
  });

  it('given a field that every object has, then it is not taken for a value', () => {
    const [tree] = new Desk(correlationsOf(COUNT.replaceAll('[u]', '[constructor]'))).plan.trees.values();
    const state = emptyRootState();
    take(tree as Tree, state, { time: 0, id: 'p', rules: ['a'], fields: {} });
    expect(state.root).toBeNull();
  });
});
