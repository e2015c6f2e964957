import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
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
    ['- a', '1:1: test: a map is needed of rule, match, noMatch, sequences'],
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

  describe('given a correlation', () => {
    const MANY =
      'title: many\nid: many\ncorrelation:\n  type: event_count\n  rules: [one]\n  group-by: [user]\n  timespan: 1m\n  condition: {gte: 3}\n';
    const sequence = (events: string, fires: string) =>
      `rule: many\nsequences:\n  - {events: [${events}], fires: ${fires}}\n`;
    const HITS = '{at: 5s, rule: one, fields: {f: x, user: ann}, repeat: 3, every: 10s}';
    beforeEach(() => {
      at('a.yml', `${ruleOf('one', 'x')}---\n${MANY}`);
    });

    it.each([
      [HITS, '[{at: 25s, group: [ann]}]'],
      [HITS.replace('3', '2'), '[]'],
      [HITS.replace('10s', '31s'), '[]'],
      [HITS.replace('ann', "'{n}'"), '[]'],
      [HITS.replace('user: ann', "user: ann, more: [{deep: '{n}'}, 1, null]"), '[{at: 25s, group: [ann]}]'],
      [`${HITS}, {at: 0s, rule: one, fields: {f: x, user: bob}}`, '[{at: 25s, group: [ann]}]'],
    ])('then %s fires %s', async (events, fires) => {
      at('a.test.yml', sequence(events, fires));
      expect(await rules('test', folder())).toBe(0);
      expect(err()).toContain('2 rules, 1 expectations, 0 failures');
    });

    it.each([
      [HITS, '[]', '3:5: many: sequences: sequence 1 should fire never, and fires at 25s for [ann]'],
      [HITS, '[{at: 20s, group: [ann]}]', 'sequence 1 should fire at 20s for [ann], and fires at 25s for [ann]'],
      [
        HITS.replace('3', '9').replace('ann', "'{n}'").replace('f: x,', 'f: y,'),
        '[]',
        '3:15: test: the event does not match one',
      ],
      [HITS.replace('rule: one', 'rule: other'), '[]', '3:15: test: the correlation rests on no rule other'],
      [HITS.replace('repeat: 3', 'repeat: 100000'), '[]', 'repeat takes a number from 1 to 10000'],
      [HITS.replace('repeat: 3', 'repeat: x'), '[]', 'repeat takes a number from 1 to 10000'],
      [HITS.replace('at: 5s', 'at: soon'), '[]', 'take a number and one of s'],
      [HITS.replace('at: 5s, ', ''), '[]', 'at is needed'],
      [HITS.replace('rule: one, ', ''), '[]', 'an event needs at, rule and fields'],
      ['', '[]', 'a sequence has 1 to 10000 events'],
      [HITS, '[{at: 5s, group: [[ann]]}]', 'group takes a list of texts'],
      [HITS, '{}', 'fires takes a list'],
    ])('and a test that is not met by %s, %s, then it says %j', async (events, fires, message) => {
      at('a.test.yml', sequence(events, fires));
      expect(await rules('test', folder())).toBe(1);
      expect(lines()[0]).toContain(message);
    });

    it('then what it never fires for is told in short', async () => {
      at('a.test.yml', sequence(HITS.replace('3', '30').replace('10s', '1s').replace('ann', 'a'), '[]'));
      at(
        'b.yml',
        MANY.replaceAll('many', 'each').replace('gte: 3', 'gte: 1').replace('1m', '1s').replace('[user]', '[user, f]'),
      );
      at('b.test.yml', `sequences: [{events: [${HITS.replace('3', '30')}], fires: []}]`);
      expect(await rules('test', folder())).toBe(1);
      expect(lines()[1]).toContain('for [ann, x], 25 more');
    });

    it('then sequences are for correlations, and lists of events for rules', async () => {
      at('a.test.yml', `rule: many\nmatch: [{f: x}]\n---\nrule: one\nsequences: [{events: [${HITS}], fires: []}]\n`);
      expect(await rules('test', folder())).toBe(1);
      expect(lines()).toEqual([
        'a.test.yml:1:1: test: a correlation takes sequences, not match and noMatch',
        'a.test.yml:4:1: test: a rule takes match and noMatch, not sequences',
      ]);
    });

    it('then one without a test is a failure, and so is a rule that no sequence uses', async () => {
      expect(await rules('test', folder())).toBe(1);
      expect(lines()).toHaveLength(2);
    });

    it('of absence, then it fires when its time is over', async () => {
      const absence =
        'title: gone\nid: gone\ncorrelation: {type: absence, rules: [one, two], group-by: [user], timespan: 1m}\n';
      at('a.yml', `${ruleOf('one', 'x')}---\n${ruleOf('two', 'y')}---\n${absence}`);
      const comes = '{at: 0s, rule: one, fields: {f: x, user: ann}}';
      const stays = '{at: 50s, rule: two, fields: {f: y, user: ann}}';
      at(
        'a.test.yml',
        `rule: gone\nsequences:\n  - {events: [${comes}], fires: [{at: 1m, group: [ann]}]}\n  - {events: [${comes}, ${stays}], fires: []}\n`,
      );
      expect(await rules('test', folder())).toBe(0);
    });
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
