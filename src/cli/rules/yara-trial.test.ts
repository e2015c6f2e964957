import { describe, expect, it } from '@jest/globals';
import { harness, ruleOf } from './harness.fixture.ts';

const WORD = 'rule word { strings: $a = "word" condition: $a }';
const OTHER = 'rule other { strings: $a = "other" condition: $a }';

describe('vedette rules test, YARA', () => {
  const { rules, at, folder, err, lines } = harness();

  it('given rules of both kinds that do as their tests say, then all is well', async () => {
    at('a.yml', ruleOf('one', 'x'));
    at('a.test.yml', 'match: [{f: x}]');
    at('sub/a.yar', `private ${OTHER} rule both { strings: $a = "word" condition: $a and other }`);
    at('sub/a.yar.test.yml', 'match: [word other]\nnoMatch: [word, other]\n');
    expect(await rules('test', folder())).toBe(0);
    expect(err()).toContain('3 rules, 4 expectations, 0 failures');
  });

  it('given one file, then the test beside it is run', async () => {
    const path = at('a.yar', `${WORD} ${OTHER}`);
    at('a.yar.test.yml', 'rule: word\nmatch: [a word]\n---\nrule: other\nmatch: [others]\n');
    expect(await rules('test', path)).toBe(0);
    expect(err()).toContain('2 rules, 2 expectations, 0 failures');
  });

  it('given what fails, then each is named with its place', async () => {
    at('a.yar', `${WORD} ${OTHER}`);
    at('a.yar.test.yml', 'rule: word\nmatch:\n  - nothing\nnoMatch:\n  - a word\n---\nmatch: [x]\n---\nrule: none\n');
    at('b.yar.test.yml', 'match: [x]');
    at('c.yar', WORD);
    at('c.yar.test.yml', 'match: [{f: x}]');
    at('d.yar', 'rule slow { condition: true }');
    expect(await rules('test', folder())).toBe(1);
    expect(lines()).toEqual([
      expect.stringContaining('d.yar:1:1: slow: slow:'),
      'a.yar.test.yml:3:5: word: match: text 1 should match and does not',
      'a.yar.test.yml:5:5: word: noMatch: text 1 should not match and does',
      'a.yar.test.yml:7:1: test: say which rule: rule: NAME',
      'a.yar.test.yml:9:1: test: there is no rule none',
      'b.yar.test.yml:1:1: test: no rule was loaded from the file that it stands beside',
      'c.yar.test.yml:1:9: test: a text is needed',
      'a.yar:1:50: other: test: it has no test: write a.yar.test.yml',
    ]);
  });
});
