import { expect, it } from '@jest/globals';
import { entry } from '../entry.fixture.ts';
import { settleVotes } from './votes.ts';

const [T, F, B] = ['true_positive', 'false_positive', 'benign_true_positive'];
const votes = (labels: readonly string[]) =>
  labels.map((label, at) => entry({ id: `${at}`, author: `${at}`, subject: 's', label }));

it.each<[string, readonly (string | undefined)[], number, string | undefined, string | null]>([
  ['one alone', [T], 2, undefined, 'true_positive'],
  ['all of one mind', [F, F, F], 2, undefined, 'false_positive'],
  ['one against one', [T, F], 1, undefined, null],
  ['two against one', [T, F, F], 2, undefined, 'false_positive'],
  ['two against one, where three must agree', [T, F, F], 3, undefined, null],
  ['two against two', [T, T, F, F], 2, undefined, null],
  ['most, but not more than half', [T, T, F, B], 2, undefined, null],
  ['one against what was taught', [F], 2, T, null],
  ['two against what was taught', [F, F], 2, T, 'false_positive'],
  ['one of the same mind as what was taught', [T], 2, T, 'true_positive'],
])('given %s, when the votes are counted, then the label is as expected', (_, labels, quorum, taught, winner) => {
  const all = votes(labels as string[]);
  const settled = settleVotes(all, quorum, () => taught);
  expect(settled).toEqual({
    agreed: all.filter(({ label }) => label === winner),
    quarantined: winner === null ? all : [],
    overruled: winner === null ? [] : all.filter(({ label }) => label !== winner),
  });
});
