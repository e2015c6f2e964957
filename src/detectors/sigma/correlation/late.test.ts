import { describe, expect, it } from '@jest/globals';
import { baseRule, correlationText, loadedText, textsTogether } from './case.fixture.ts';
import { CorrelationPlan } from './plan.ts';
import { emptyRootState, type RootState, rootStateCodec } from './state.ts';
import { type Firing, type Hit, pass, take } from './step.ts';
import type { Tree } from './tree.ts';

function treeOf(flow: string): Tree {
  const text = textsTogether(
    baseRule('a'),
    baseRule('b'),
    correlationText('x', `group-by: [u], timespan: 10m, ${flow}`),
  );
  const { correlations, silent } = loadedText(text);
  return new CorrelationPlan(correlations, silent).trees.get('x') as Tree;
}

const hit = (seconds: number, rule: string, value = ''): Hit => ({
  ...{ time: seconds * 1_000, id: `${rule}${seconds}`, rules: [rule] },
  fields: { u: '1', v: value },
});
const reread = (state: RootState): RootState => rootStateCodec.decode(rootStateCodec.encode(state));

describe('windows that are more than full', () => {
  it('given an event older than what was folded, when it comes, then a state that was saved and read says the same', () => {
    const tree = treeOf('type: value_count, rules: [a], condition: {field: v, gte: 1200}');
    const state = emptyRootState();
    for (let at = 0; at < 1_250; at++) take(tree, state, hit(at / 10, 'a', `value ${at}`));
    const other = reread(state);
    const late = hit(0.05, 'a', 'late');
    const said = take(tree, state, late).firings;
    expect(said.map(({ eventId }: Firing) => eventId)).toEqual(
      take(tree, other, late).firings.map(({ eventId }: Firing) => eventId),
    );
    expect(said.length).toBeLessThan(20);
  });

  it('given a burst behind an answer, when it makes room, then what was answered is not missed', () => {
    const tree = treeOf('type: absence, rules: [a, b]');
    const state = emptyRootState();
    take(tree, state, hit(1, 'b'));
    take(tree, state, hit(2, 'a'));
    for (let at = 62; at < 600; at += 60) take(tree, state, hit(at, 'b'));
    for (let at = 0; at < 1_010; at++) take(tree, state, hit(603 + at / 100, 'b'));
    expect(pass(tree, state, 605_000)).toEqual([]);
  });
});
