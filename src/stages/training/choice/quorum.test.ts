import { expect, it } from '@jest/globals';
import { entry } from '../entry.fixture.ts';
import { withoutQuorum } from './quorum.ts';

const quiet = (id: string, facts = {}) => entry({ id, label: 'false_positive', ...facts });

it.each([
  ['one analyst, however often', [quiet('a'), quiet('b')], ['a', 'b']],
  ['two analysts, each of an alert of the rule', [quiet('a'), quiet('b', { author: 'bo' })], []],
  ['two, one of whom calls it benign', [quiet('a'), quiet('b', { author: 'bo', label: 'benign_true_positive' })], []],
  ['two, each of another rule', [quiet('a'), quiet('b', { author: 'bo', rule: 'r2' })], ['a', 'b']],
  ['one who says that it was right', [entry({ id: 'a' })], []],
  [
    'two, of alerts whose rule is not known',
    [quiet('a', { rule: '' }), quiet('b', { rule: '', author: 'bo' })],
    ['a', 'b'],
  ],
  [
    'two, of the same alert whose rule is not known',
    [quiet('a', { rule: '', subject: 's' }), quiet('b', { rule: '', subject: 's', author: 'bo' })],
    [],
  ],
])('given %s, when a rule would be made quiet, then what lacks the quorum waits', (_, entries, waiting) => {
  expect([...withoutQuorum(entries, 2)].map(({ id }) => id)).toEqual(waiting);
});
