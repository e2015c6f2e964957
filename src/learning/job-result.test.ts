import { expect, it } from '@jest/globals';
import { parseResult } from './job-result.ts';

const VERSION = '1.3.0-0123456789abcde1';
const passed = {
  outcome: 'passed',
  reasons: [],
  figures: { golden_after: 0.9 },
  models: [`vedette-ensemble@${VERSION}`],
};
const parse = (document: unknown, text = JSON.stringify(document)) =>
  parseResult(Buffer.from(text), { version: VERSION });

it('takes what a trainer says', () => {
  expect(parse(passed)).toEqual(passed);
  expect(parse({ ...passed, outcome: 'refused', reasons: ['worse'], models: [] })).toMatchObject({
    outcome: 'refused',
  });
});

it.each([
  ['no JSON', '{"outcome": "pas'],
  ['nothing', ''],
  ['a figure that is no number', JSON.stringify(passed).replace('0.9', 'NaN')],
  ['a figure that is infinite', JSON.stringify(passed).replace('0.9', '1e999')],
])('refuses %s', (_, text) => {
  expect(parse(null, text)).toBe('invalid');
});

it.each([
  ['an outcome that there is not', { outcome: 'fine' }],
  ['a pass without models', { models: [] }],
  ['a refusal with models', { outcome: 'refused' }],
  ['models of another version', { models: ['vedette-ensemble@1.3.0'] }],
  ['a model that is a path', { models: [`../x@${VERSION}`] }],
  ['a figure with a strange name', { figures: { 'a b': 1 } }],
  ['more than it may say', { extra: 1 }],
  ['a reason without end', { reasons: ['x'.repeat(501)] }],
])('refuses %s', (_, facts) => {
  expect(parse({ ...passed, ...facts })).toBe('invalid');
});
