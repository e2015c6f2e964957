import { describe, expect, it } from '@jest/globals';
import { fired, type Row, x } from './case.fixture.ts';

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
});
