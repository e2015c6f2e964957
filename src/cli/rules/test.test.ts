import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { harness, ruleOf } from './harness.fixture.ts';
import { tarOf } from './tar.fixture.ts';

const GOOD = 'match: [{f: x}, {f: X}]\nnoMatch:\n  - {f: y}\n  - {g: {f: x}}\n';

describe('vedette rules test', () => {
  const { rules, at, folder, out, err, lines } = harness();

  it('given a rule that does as its test says, when it is tested, then all is well', async () => {
    at('sub/a.yml', ruleOf('one', 'x'));
    at('sub/a.test.yml', GOOD);
    expect(await rules('test', folder())).toBe(0);
    expect(lines()).toEqual([]);
    expect(err()).toContain('1 rules, 4 expectations, 0 failures');
  });

  it('given expectations that fail, then each is named with its place, and the end is 1', async () => {
    at('a.yml', ruleOf('one', 'x'));
    at('a.test.yml', 'match:\n  - {f: x}\n  - {f: y}\nnoMatch:\n  - {f: X}\n');
    expect(await rules('test', folder())).toBe(1);
    expect(lines()).toEqual([
      'a.test.yml:3:5: one: match: event 2 should match and does not',
      'a.test.yml:5:5: one: noMatch: event 1 should not match and does',
    ]);
    expect(err()).toContain('1 rules, 3 expectations, 2 failures');
  });

  it('given one file, then the test beside it is run, and JSON is printed', async () => {
    const path = at('a.yaml', ruleOf('one', 'x'));
    at('a.test.yaml', GOOD);
    at('b.yml', 'odd');
    expect(await rules('test', path, '--json')).toBe(0);
    expect(JSON.parse(out())).toEqual({ rules: 1, expectations: 4, failures: [] });
  });

  it('given an archive, then the tests in it are run', async () => {
    const files = [
      { name: 'a.yml', text: ruleOf('one', 'x') },
      { name: 'a.test.yml', text: GOOD },
    ];
    expect(await rules('test', at('r.tar.gz', gzipSync(tarOf(files))))).toBe(0);
    expect(err()).toContain('4 expectations');
  });

  it('given several rules in a file, then each document of the test names its rule', async () => {
    at('a.yml', `${ruleOf('one', 'x')}---\n${ruleOf('two', 'y')}`);
    at('a.test.yml', 'rule: one\nmatch: [{f: x}]\n---\nrule: two\nmatch: [{f: y}]\n---\nmatch: [{f: x}]\n');
    expect(await rules('test', folder())).toBe(1);
    expect(lines()).toEqual(['a.test.yml:7:1: test: say which rule: rule: ID']);
  });

  it('given a rule without a test, then that is a failure', async () => {
    at('a.yml', ruleOf('one', 'x'));
    expect(await rules('test', folder())).toBe(1);
    expect(lines()).toEqual(['a.yml:1:1: one: test: it has no test: write a.test.yml']);
  });

  it('given a rule with a fault, then the fault is a failure', async () => {
    at('a.yml', ruleOf('one', 'x').replace('f: x', 'f|odd: x'));
    at('a.test.yml', GOOD);
    expect(await rules('test', folder())).toBe(1);
    expect(lines()).toEqual([
      'a.yml:5:7: one: modifier: there is no modifier odd',
      'a.test.yml:1:1: test: no rule was loaded from the file that it stands beside',
    ]);
  });

  it.each([
    ['- a', '1:1: test: a map is needed of rule, match, noMatch'],
    ['rule: one', '1:1: test: it expects nothing'],
    ['match: []', '1:1: test: it expects nothing'],
    ['match: {f: x}', '1:1: test: match takes a list'],
    ['match:\n  - x', '2:5: test: a map is needed'],
    ['match: [{f: x}]\nmatches: []', '2:1: test: there is no key matches'],
    ['rule: [one]\nmatch: [{f: x}]', '1:1: test: rule takes a text'],
    ['rule: two\nmatch: [{f: x}]', '1:1: test: there is no rule two'],
    ['match: [', 'yaml: '],
  ])('given a test file of %j, then it says %j', async (text, message) => {
    at('a.yml', ruleOf('one', 'x'));
    at('a.test.yml', text);
    expect(await rules('test', folder())).toBe(1);
    expect(lines()[0]).toMatch(/^a\.test\.yml:/);
    expect(lines()[0]).toContain(message);
  });

  it('tests are no rules to the other commands', async () => {
    at('a.yml', ruleOf('one', 'x'));
    at('a.test.yml', GOOD);
    expect(await rules('check', folder())).toBe(0);
  });

  it('leads its help with examples', async () => {
    expect(await rules('test', '--help')).toBe(0);
    expect(out().indexOf('Examples:')).toBeLessThan(out().indexOf('Usage:'));
  });
});
