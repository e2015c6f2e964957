import { describe, expect, it } from '@jest/globals';
import { correlationsOf, MINUTE, x } from './case.fixture.ts';
import { Desk } from './desk.ts';
import { emptyRootState } from './state.ts';
import { dueOf, type Firing, pass, take } from './step.ts';
import type { Tree } from './tree.ts';

describe('the firings of a group', () => {
  const news = (flow: string, minutes: readonly number[]) => {
    const [tree] = new Desk(correlationsOf(x(flow))).plan.trees.values();
    const state = emptyRootState();
    return minutes.flatMap(
      (minute) =>
        take(tree as Tree, state, { time: minute * MINUTE, id: `e${minute}`, rules: ['a'], fields: { u: '1' } })
          .firings,
    );
  };
  const isNews = (firings: readonly Firing[]) => firings.filter((one) => one.isNews).map(({ eventId }) => eventId);

  it('given they go on within a timespan, then the first is news', () => {
    expect(isNews(news('type: event_count, rules: [a], condition: {gte: 1}', [0, 9, 18, 27, 38, 40, 20, 31]))).toEqual([
      'e0',
      'e38',
      'e20',
    ]);
  });

  it('given an earlier one that was late, then it is news if a timespan lies between', () => {
    expect(isNews(news('type: event_count, rules: [a], condition: {gte: 1}', [30, 21, 19]))).toEqual(['e30', 'e19']);
  });

  it('name the newest 50 events, in order of time', () => {
    const minutes = Array.from({ length: 60 }, (_, at) => at / 10);
    expect(news('type: event_count, rules: [a], condition: {gte: 60}', minutes)[0]?.ids).toEqual(
      minutes.slice(10).map((minute) => `e${minute}`),
    );
  });

  it('name an event of each rule before others', () => {
    const [tree] = new Desk(correlationsOf(x('type: temporal, rules: [a, b]'))).plan.trees.values();
    const state = emptyRootState();
    const at = (minute: number, rule: string) =>
      take(tree as Tree, state, { time: minute * MINUTE, id: `${rule}${minute}`, rules: [rule], fields: { u: '1' } })
        .firings;
    at(0, 'a');
    for (let second = 1; second < 100; second++) at(second / 60, 'b');
    expect(at(2, 'b')[0]?.ids).toContain('a0');
  });
});

describe('the watermark', () => {
  const open = (flow: string) => {
    const [tree] = new Desk(correlationsOf(x(flow))).plan.trees.values();
    const state = emptyRootState();
    const hit = (minute: number, rule: string) =>
      take(tree as Tree, state, { time: minute * MINUTE, id: `${rule}${minute}`, rules: [rule], fields: { u: '1' } })
        .firings;
    return {
      state,
      hit,
      pass: (time: number) => pass(tree as Tree, state, time),
      due: () => dueOf(tree as Tree, state),
    };
  };

  it('tells an absence when it has passed the timespan, not before, and once', () => {
    const { hit, pass: passed, due } = open('type: absence, rules: [a, b]');
    hit(1, 'a');
    expect(due()).toBe(11 * MINUTE + 1);
    expect(passed(11 * MINUTE)).toEqual([]);
    expect(passed(11 * MINUTE + 1)).toMatchObject([
      { correlation: 'x', eventId: 'a1', time: 11 * MINUTE, group: ['1'], value: null, ids: ['a1'], isNews: true },
    ]);
    expect(passed(11 * MINUTE + 2)).toEqual([]);
  });

  it('is due when the state has nothing left, and null then', () => {
    const { state, hit, pass: passed, due } = open('type: event_count, rules: [a], condition: {gte: 2}');
    expect(due()).toBeNull();
    hit(1, 'a');
    hit(3, 'a');
    expect(due()).toBe(13 * MINUTE + 1);
    passed(13 * MINUTE + 1);
    expect(state).toMatchObject({ root: null, inner: null, lastFired: null });
    expect(due()).toBeNull();
  });

  it('lets hits go, and does not take them again', () => {
    const { state, hit, pass: passed } = open('type: event_count, rules: [a], condition: {gte: 1}');
    hit(1, 'a');
    hit(8, 'a');
    passed(12 * MINUTE);
    expect(state.root?.ids).toEqual(['a8']);
    expect(hit(1, 'a')).toEqual([]);
    expect(state.root?.ids).toEqual(['a8']);
    expect(hit(3, 'a')).toMatchObject([{ eventId: 'a3' }]);
  });
});
