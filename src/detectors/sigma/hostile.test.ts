import { describe, expect, it } from '@jest/globals';
import { processorMs } from '../../../test/processor-time.ts';
import { faultsOf, isMatch, line, rulesOf, ruleText, TEST_SOURCES } from './case.fixture.ts';
import { SigmaEngine } from './engine.ts';

const LAUGHS = ['a: &a [x,x,x,x,x,x,x,x,x]']
  .concat([...'bcdefghi'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`)}]`))
  .join('\n');

const FILES: readonly (readonly [string, string])[] = [
  ['a billion laughs', LAUGHS],
  ['an alias in itself', 'a: &a {b: *a}'],
  ['100,000 aliases', `a: &a 1\nb: [${'*a,'.repeat(100_000)}]`],
  ['a text of 1 MB', ruleText(`s: {f: ${'x'.repeat(1_000_000)}}\ncondition: s`)],
  ['a file of 2 MB', `# ${'x'.repeat(2_000_000)}`],
  ['10,000 parentheses', ruleText(`s: {f: x}\ncondition: ${'('.repeat(10_000)}s${')'.repeat(10_000)}`)],
  ['10,000 times not', ruleText(`s: {f: x}\ncondition: ${'not '.repeat(10_000)}s`)],
  ['20,000 words', ruleText(`s: {f: x}\ncondition: s${' or s'.repeat(10_000)}`)],
  ['300,000 brackets', '['.repeat(300_000)],
  ['300,000 braces', '{a: '.repeat(100_000)],
  ['lists in lists in one line', '- '.repeat(300_000)],
  ['lists in lists in lines', Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}-`).join('\n')],
  ['50,000 keys', `a: {${Array.from({ length: 50_000 }, (_, key) => `k${key}: 1`)}}`],
  ['100,000 documents without anything', `${'---\n'.repeat(100_000)}- a`],
  ['a huge regex', ruleText("s: {f|re: '(((a{1,30}){1,30}){1,30}){1,30}'}\ncondition: s")],
  ['a long regex', ruleText(`s: {f|re: '${'(a|b)*'.repeat(2_000)}'}\ncondition: s`)],
  ['a regex of parentheses', ruleText(`s: {f|re: '${'('.repeat(4_000)}'}\ncondition: s`)],
  ['dashes', ruleText(`s: {f|windash: '${'-a '.repeat(20_000)}'}\ncondition: s`)],
  ['NUL', 'title: \0'],
  ['a tag', 'title: !!js/function "x"\nlogsource: {category: a}'],
];

/** Time of the processor, so that a busy machine is no fault. */
const within = (ms: number, action: () => void): void => {
  const before = processorMs();
  action();
  expect(processorMs() - before).toBeLessThan(ms);
};

describe('a hostile rule file', () => {
  it.each(FILES)('with %s is a fault within a second', (_, text) => {
    within(1_000, () => expect(faultsOf(text).length).toBeGreaterThan(0));
  });
});

const DEEP = JSON.parse(`${'{"f":'.repeat(100_000)}"evil"${'}'.repeat(100_000)}`);
const DEEP_LIST = JSON.parse(`${'['.repeat(100_000)}"evil"${']'.repeat(100_000)}`);

describe('a hostile event', () => {
  it.each([
    ['nested 100,000 deep', 's: [evil]\ncondition: s', DEEP, true],
    ['with lists 100,000 deep', line('f: evil'), { f: DEEP_LIST }, true],
    ['with a lone surrogate', line("f|startswith: 'a'"), { f: 'a\ud800' }, true],
    ['with a lone surrogate for ?', line("f: 'a?'"), { f: 'a\ud800' }, true],
    ['of wildcards', line("f: '*a*a*a*a*a*a*b'"), { f: 'a'.repeat(2_000) }, false],
  ])('%s is matched within a second', (_, detection, fields, expected) => {
    within(1_000, () => expect(isMatch(detection, fields)).toBe(expected));
  });

  it('does not make a regex slow', () => {
    const rules = rulesOf(ruleText(line("f|re: '(a+)+$'")));
    within(1_000, () => new SigmaEngine(rules).match(TEST_SOURCES, { f: `${'a'.repeat(50_000)}b` }));
  });

  it('does not grow what is remembered of log sources', () => {
    const engine = new SigmaEngine(rulesOf(ruleText(line('f: x'))));
    for (let index = 0; index < 20_000; index++) engine.match([{ category: `c${index}` }], { f: 'x' });
    expect(engine.match(TEST_SOURCES, { f: 'x' })).toHaveLength(1);
  });
});
