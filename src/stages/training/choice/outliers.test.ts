import { expect, it } from '@jest/globals';
import { many } from '../entry.fixture.ts';
import { outliers } from './outliers.ts';

const policy = { quorum: 2, outlierVerdicts: 5, outlierDistance: 0.6 };
const quiet = (count: number, author: string, rule = 'r1') =>
  many(count, `${author} ${rule} quiet`, { author, rule, label: 'false_positive' });
const right = (count: number, author: string, rule = 'r1') => many(count, `${author} ${rule} right`, { author, rule });

it.each([
  ['one against two', [...quiet(5, 'odd'), ...right(3, 'ana'), ...right(3, 'bo')], ['odd']],
  ['one who sees attacks where two see none', [...right(5, 'odd'), ...quiet(3, 'ana'), ...quiet(3, 'bo')], ['odd']],
  ['one against one: who is it?', [...quiet(5, 'odd'), ...right(6, 'ana')], []],
  ['too few verdicts', [...quiet(4, 'odd'), ...right(3, 'ana'), ...right(3, 'bo')], []],
  ['too few verdicts of the others', [...quiet(9, 'odd'), ...right(2, 'ana'), ...right(2, 'bo')], []],
  [
    'a difference that may be',
    [...quiet(5, 'odd'), ...right(3, 'ana'), ...quiet(3, 'ana'), ...right(3, 'bo'), ...quiet(3, 'bo')],
    [],
  ],
  ['others on another rule', [...quiet(5, 'odd'), ...right(3, 'ana', 'r2'), ...right(3, 'bo', 'r2')], []],
  ['a rule that is not known', [...quiet(5, 'odd', ''), ...right(3, 'ana', ''), ...right(3, 'bo', '')], []],
])('given %s, when they are compared, then those far off are held', (_, entries, held) => {
  expect([...new Set([...outliers(entries, policy)].map(({ author }) => author))]).toEqual(held);
});
