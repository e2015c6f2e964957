import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashNumber } from '../../hash.ts';
import { correlationsOf, correlationText } from './case.fixture.ts';
import { rootStateCodec } from './codec.ts';
import type { Correlation } from './correlation.ts';
import { Desk } from './desk.ts';
import { BUCKETS } from './old.ts';
import { MOST_HITS } from './room.ts';
import { emptyRootState } from './state.ts';
import { type Firing, take } from './step.ts';
import type { Tree } from './tree.ts';

const SECOND = 1_000;
const SPAN = 600;
const treeOf = (flow: string): Tree => {
  const desk = new Desk(correlationsOf(correlationText('x', `group-by: [u], timespan: ${SPAN}s, ${flow}`)));
  return [...desk.plan.trees.values()].at(-1) as Tree;
};
const flow = (type: string, more = '') => `type: ${type}, rules: [a], condition: {gte: 0, field: v${more}}`;

interface Item {
  readonly second: number;
  readonly v: string;
}

/** Takes hits of a flood that is far too large to be kept; answers the last figure, and how much was given up. */
function flood(
  tree: Tree,
  items: readonly Item[],
): { readonly figure: number; readonly evicted: number; readonly bytes: number } {
  const state = emptyRootState();
  let last: Firing | undefined;
  let evicted = 0;
  for (const [at, { second, v }] of items.entries()) {
    const hit = { time: second * SECOND, id: `e${at}`, rules: ['a'], fields: { u: '1', v } };
    const taken = take(tree, state, hit);
    last = taken.firings.at(-1) ?? last;
    evicted += taken.evicted;
    expect(state.root?.ids.length).toBeLessThanOrEqual(MOST_HITS);
  }
  return { figure: last?.value ?? Number.NaN, evicted, bytes: rootStateCodec.encode(state).length };
}

/** Exact figures of the last window; the flood is even, so that a bucket holds a 32nd of the window. */
const lastWindow = (items: readonly Item[]): readonly string[] => {
  const newest = items.at(-1)?.second ?? 0;
  return items.filter(({ second }) => second >= newest - SPAN).map(({ v }) => v);
};

const even = (values: readonly string[]): readonly Item[] =>
  values.map((v, at) => ({ second: (at * 1_000) / values.length, v }));
/** Whole numbers from `from` on, evenly spread. */
const numbers = (seed: number, count: number, from: number, to: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => from + (hashNumber(at, seed) % (to - from + 1)));
/** Checks a law over floods of values from `from` to `to`. */
const law = (
  from: number,
  to: number,
  holds: (items: readonly Item[]) => void,
  textOf: (value: number) => string = String,
) =>
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 2_500, max: 3_500 }), (seed, count) =>
      holds(even(numbers(seed, count, from, to).map(textOf))),
    ),
    { seed: 7, numRuns: 3 },
  );
/** One bucket of the window, and the rounding of its share. */
const BUCKET = 1 / BUCKETS;

describe('a window with more hits than are kept', () => {
  it('given a count of events, then it is off by one bucket at most', () => {
    law(-1_000, 100_000, (items) => {
      const exact = lastWindow(items).length;
      const { figure, evicted } = flood(treeOf('type: event_count, rules: [a], condition: {gte: 1}'), items);
      expect(Math.abs(figure - exact)).toBeLessThanOrEqual(exact * BUCKET + 1);
      expect(evicted).toBe(0);
    });
  });

  it('given a sum and a mean, then they are off by one bucket at most', () => {
    law(1, 1_000, (items) => {
      const exact = lastWindow(items).reduce((sum, v) => sum + Number(v), 0);
      const { figure: sum } = flood(treeOf(flow('value_sum')), items);
      const { figure: mean } = flood(treeOf(flow('value_avg')), items);
      expect(Math.abs(sum - exact)).toBeLessThanOrEqual(exact * BUCKET * 2);
      expect(Math.abs(mean - exact / lastWindow(items).length)).toBeLessThanOrEqual(mean * BUCKET);
    });
  });

  it.each([20, 300, 4_000])(
    'given a count of %i values, then it is within three standard errors and one bucket',
    (most) => {
      law(1, most, (items) => {
        const exact = new Set(lastWindow(items)).size;
        const { figure } = flood(treeOf(flow('value_count')), items);
        expect(Math.abs(figure - exact)).toBeLessThanOrEqual(exact * (3 * 0.0325 + BUCKET) + 1);
      });
    },
  );

  it.each([10, 50, 99])(
    'given percentile %i, then its rank is within one bucket and its figure within 1 %',
    (percentile) => {
      law(-1_000, 100_000, (items) => {
        const inOrder = lastWindow(items)
          .map(Number)
          .sort((a, b) => a - b);
        const { figure } = flood(
          treeOf(flow('value_percentile', `, percentile: ${percentile}`).replace('gte: 0', 'gte: -1e9')),
          items,
        );
        const at = (rank: number) =>
          inOrder[Math.round(Math.min(1, Math.max(0, rank)) * (inOrder.length - 1))] as number;
        const [low, high] = [at(percentile / 100 - BUCKET), at(percentile / 100 + BUCKET)];
        expect(figure).toBeGreaterThanOrEqual(low - Math.abs(low) * 0.01 - 1);
        expect(figure).toBeLessThanOrEqual(high + Math.abs(high) * 0.01 + 1);
      });
    },
  );

  it('given a slow trickle over many timespans, then it stays exact', () => {
    const items = even(Array.from({ length: 20_000 }, () => '1')).map(({ second, v }) => ({ second: second * 100, v }));
    expect(flood(treeOf('type: event_count, rules: [a], condition: {gte: 1}'), items)).toMatchObject({
      figure: lastWindow(items).length,
      evicted: 0,
    });
  });

  it('given a late event before what was folded, then it counts for the windows behind it', () => {
    const tree = treeOf('type: event_count, rules: [a], condition: {gte: 3001}');
    const state = emptyRootState();
    const hit = (second: number, id: string) =>
      take(tree, state, { time: second * SECOND, id, rules: ['a'], fields: { u: '1' } }).firings;
    for (let at = 0; at < 3_000; at++) expect(hit(at / 10, `e${at}`)).toEqual([]);
    expect(hit(1, 'late').map(({ eventId, value }) => `${eventId}=${value}`)).toContain('e2999=3001');
  });

  it('given 10,000 values, then the state stays small', () => {
    const items = Array.from({ length: 10_000 }, (_, at) => ({ second: at / 20, v: `user${at}` }));
    expect(flood(treeOf(flow('value_count')), items).bytes).toBeLessThan(100_000);
  });
});

describe('a flood of one rule', () => {
  it.each([
    ['temporal', ['a', 'b'], 'b', 'a'],
    ['temporal_ordered', ['a', 'b'], 'a', 'b'],
    ['absence', ['a', 'b'], 'a', ''],
  ])(
    'given %s, then it does not drive out the others, and what was given up is counted',
    (type, rules, flooding, last) => {
      const tree = treeOf(`type: ${type}, rules: [${rules}]`);
      const state = emptyRootState();
      let evicted = 0;
      const hit = (second: number, rule: string) => {
        const taken = take(tree, state, {
          time: second * SECOND,
          id: `${rule}${second}`,
          rules: [rule],
          fields: { u: '1' },
        });
        evicted += taken.evicted;
        return taken.firings;
      };
      hit(0, rules.find((rule) => rule !== flooding) ?? '');
      for (let at = 1; at <= 3_000; at++) hit(at / 10, flooding);
      expect(evicted).toBeGreaterThan(1_000);
      expect(state.root?.ids.length).toBeLessThanOrEqual(MOST_HITS);
      expect(state.root?.ids).toContain(`${rules.find((rule) => rule !== flooding)}0`);
      if (last !== '') expect(hit(301, last)).toHaveLength(1);
    },
  );
});

describe('a flood of inner groups', () => {
  it('given one group of the root, then those that were silent the longest are given up, and counted', () => {
    const inner = correlationText(
      'in',
      'type: event_count, rules: [a], group-by: [u, h], timespan: 1h, condition: {gte: 2}',
    );
    const outer = correlationText(
      'x',
      'type: event_count, rules: [in], group-by: [u], timespan: 1h, condition: {gte: 1}',
    );
    const correlations: readonly Correlation[] = correlationsOf(inner, outer);
    const tree = new Desk(correlations).plan.trees.get('x') as Tree;
    const state = emptyRootState();
    let evicted = 0;
    for (let at = 0; at < 5_000; at++)
      evicted += take(tree, state, { time: at, id: `e${at}`, rules: ['a'], fields: { u: '1', h: `h${at}` } }).evicted;
    expect(state.inner?.size).toBeLessThanOrEqual(1_000);
    expect(evicted + (state.inner?.size ?? 0)).toBe(5_000);
    const again = { time: 5_000, id: 'again', rules: ['a'], fields: { u: '1', h: 'h4999' } };
    expect(take(tree, state, again).firings).toHaveLength(1);
  });
});

describe('the bytes of a state', () => {
  it('given a newer version, then they are refused with both versions', () => {
    const bytes = rootStateCodec.encode(emptyRootState());
    bytes[0] = 9;
    expect(() => rootStateCodec.decode(bytes)).toThrow('correlation state has version 9, this process reads version 1');
    expect(() => rootStateCodec.decode(new Uint8Array())).toThrow('version undefined');
  });
});
