import { describe, expect, it } from '@jest/globals';
import { baseRule, correlationText, loadedText, textsTogether } from './case.fixture.ts';

const COUNT = 'type: event_count, rules: [a], group-by: [u], timespan: 1m, condition: {gte: 2}';
const load = (...documents: readonly string[]) =>
  loadedText(textsTogether(...['a', 'b', 'c'].map(baseRule), ...documents));
const only = (flow: string, more = '') => load(correlationText('x', flow) + more).correlations[0];

describe('a correlation', () => {
  it('keeps what its alerts must carry, and its parts', () => {
    const more = 'author: Ann\nlevel: high\nstatus: test\ntags: [attack.t1110]\nreferences: [https://a.example]\n';
    expect(only(COUNT, more)).toMatchObject({
      ...{ id: 'x', title: 'x', author: 'Ann', level: 'high', status: 'test', tags: ['attack.t1110'], file: 'a.yml' },
      ...{ type: 'event_count', rules: ['a'], groupBy: ['u'], timespanMs: 60_000, generate: false },
      condition: { bounds: [{ order: 'gte', bound: 2 }], fields: [], percentile: null, presence: null },
    });
  });

  it.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['1w', 604_800_000],
    ['1M', 2_592_000_000],
    ['1y', 31_536_000_000],
  ])('given the timespan %s, then it is %i ms', (text, ms) => {
    expect(only(COUNT.replace('1m', text))?.timespanMs).toBe(ms);
  });

  it('given references by id and by name, wherever they stand, then it has their ids in order', () => {
    const named = baseRule('z').replace('id: z', 'id: 0d0d0d0d\nname: late');
    const { correlations } = load(correlationText('x', COUNT.replace('[a]', '[late, b]')), named);
    expect(correlations[0]?.rules).toEqual(['0d0d0d0d', 'b']);
  });

  it('given a condition in words, then it has its rules by their places', () => {
    const words = only('type: temporal, rules: [a, b, c], timespan: 1m, condition: "a and not (b or c)"');
    expect(words?.condition?.presence).toEqual({
      kind: 'and',
      of: [
        { kind: 'rule', rule: 0 },
        {
          kind: 'not',
          of: {
            kind: 'or',
            of: [
              { kind: 'rule', rule: 1 },
              { kind: 'rule', rule: 2 },
            ],
          },
        },
      ],
    });
  });

  it('given another text of a rule that it rests on, or a filter of it, then its version is another', () => {
    const inner = correlationText('x', COUNT);
    const outer = correlationText('y', COUNT.replace('[a]', '[x]'));
    const versionOf = (...all: readonly string[]) =>
      loadedText(textsTogether(...all)).correlations.find(({ id }) => id === 'y')?.version;
    const before = versionOf(baseRule('a'), inner, outer);
    const filter = 'title: f\nlogsource: {category: test}\nfilter: {rules: [a], s: {g: x}, condition: not s}\n';
    expect(before).toBeDefined();
    expect(versionOf(outer, inner, `# a comment\n${baseRule('a')}`)).toBe(before);
    expect(versionOf(baseRule('a').replace('kind: a', 'kind: A2'), inner, outer)).not.toBe(before);
    expect(versionOf(baseRule('a'), filter, inner, outer)).not.toBe(before);
    expect(versionOf(baseRule('a'), inner.replace('1m', '2m'), outer)).not.toBe(before);
  });
});

describe('what a correlation rests on', () => {
  const silentOf = (...documents: readonly string[]) => [...load(...documents).silent].sort();

  it('given nothing is said, then it is silent, inner correlations too', () => {
    expect(silentOf(correlationText('x', COUNT), correlationText('y', COUNT.replace('[a]', '[x, b]')))).toEqual([
      'a',
      'b',
      'x',
    ]);
  });

  it.each(['generate: true', 'generate: false'])(
    'given %s of one of two that name it, then that decides',
    (generate) => {
      const documents = [correlationText('x', COUNT), correlationText('y', `${COUNT}, ${generate}`)];
      expect(silentOf(...documents)).toEqual(generate.endsWith('true') ? [] : ['a']);
      expect(silentOf(documents[0] as string, `${correlationText('y', COUNT)}${generate}\n`)).toEqual(
        generate.endsWith('true') ? [] : ['a'],
      );
    },
  );

  it('given the correlation was not loaded, then it is not silent', () => {
    expect(silentOf(correlationText('x', COUNT.replace('1m', 'soon')))).toEqual([]);
  });
});

describe('a fault of a correlation', () => {
  it('names its place, and takes along what rests on it and nothing else', () => {
    const { rules, correlations, faults } = load(
      correlationText('bad', COUNT.replace('[a]', '[nobody]')),
      correlationText('upon', COUNT.replace('[a]', '[bad]')),
      correlationText('good', COUNT),
    );
    expect(rules).toHaveLength(3);
    expect(correlations.map(({ id }) => id)).toEqual(['good']);
    expect(faults).toMatchObject([
      { file: 'a.yml', line: 24, column: 42, rule: 'bad', feature: 'rules', message: 'nobody: there is no such rule' },
      { line: 28, rule: 'upon', feature: 'rules', message: 'bad: it was not loaded' },
    ]);
  });

  it.each([
    ['no type', 'rules: [a], timespan: 1m', 'correlation', 'there is no type'],
    ['an unknown type', COUNT.replace('event_count', 'event_sum'), 'type', 'take event_count, '],
    ['a type of Object', COUNT.replace('event_count', 'constructor'), 'type', 'take event_count, '],
    ['no rules', COUNT.replace('rules: [a], ', ''), 'rules', 'it names no rules'],
    ['rules that are empty', COUNT.replace('[a]', '[]'), 'rules', 'it names no rules'],
    ['a rule twice', COUNT.replace('[a]', '[a, a]'), 'rules', 'a stands twice'],
    ['itself', COUNT.replace('[a]', '[x]'), 'rules', 'it rests on itself'],
    ['no timespan', COUNT.replace(' timespan: 1m,', ''), 'timespan', 'there is no timespan'],
    ['a timespan without a unit', COUNT.replace('1m', '60'), 'timespan', 'as in 90m'],
    ['a timespan of nothing', COUNT.replace('1m', '0s'), 'timespan', 'as in 90m'],
    ['a negative timespan', COUNT.replace('1m', '-5m'), 'timespan', 'as in 90m'],
    ['a timespan of centuries', COUNT.replace('1m', '999y'), 'timespan', 'longer than 10 years'],
    ['a timespan of many digits', COUNT.replace('1m', `${'9'.repeat(400)}s`), 'timespan', 'as in 90m'],
    ['no condition', COUNT.replace(', condition: {gte: 2}', ''), 'condition', 'event_count needs one'],
    ['a condition without an order', COUNT.replace('gte: 2', ''), 'condition', 'one of gt'],
    ['a condition in words of a count', COUNT.replace('{gte: 2}', 'a'), 'condition', 'only a temporal'],
    ['a condition that is a list', COUNT.replace('{gte: 2}', '[2]'), 'condition', 'no map'],
    ['1e309', COUNT.replace('gte: 2', 'gte: 1e309'), 'condition', 'gte takes a number'],
    ['not a number', COUNT.replace('gte: 2', 'gte: .nan'), 'condition', 'gte takes a number'],
    ['a text', COUNT.replace('gte: 2', 'gte: many'), 'condition', 'gte takes a number'],
    ['half a hit', COUNT.replace('gte: 2', 'gte: 1.5'), 'condition', 'a whole number'],
    ['a negative count', COUNT.replace('gte: 2', 'lt: -1'), 'condition', 'a whole number'],
    ['fewer than one hit', COUNT.replace('gte: 2', 'lt: 1'), 'condition', 'no figure keeps it'],
    ['an empty range', COUNT.replace('gte: 2', 'gt: 5, lt: 6'), 'condition', 'no figure keeps it'],
    ['a field of a count of events', COUNT.replace('gte: 2', 'gte: 2, field: v'), 'condition', 'field has no meaning'],
    ['an unknown key of the condition', COUNT.replace('gte: 2', 'gte: 2, near: 3'), 'condition', 'near has no meaning'],
    ['an unknown key', `${COUNT}, window: tumbling`, 'correlation', 'there is no window'],
    ['generate that is neither', `${COUNT}, generate: maybe`, 'generate', 'true or false'],
    ['a group-by field twice', COUNT.replace('[u]', '[u, u]'), 'group-by', 'u stands twice'],
    [
      'too many group-by fields',
      COUNT.replace('[u]', `[${Array.from({ length: 17 }, (_, at) => `f${at}`)}]`),
      'group-by',
      'more than 16',
    ],
    ['a group-by of a map', COUNT.replace('[u]', '{u: v}'), 'group-by', 'a name is needed'],
    [
      'an alias of a rule that it does not name',
      `${COUNT}, aliases: {u: {b: v}}`,
      'aliases',
      'b: it is not one of the rules',
    ],
    ['an alias that is no map', `${COUNT}, aliases: {u: v}`, 'aliases', 'it is no map'],
    ['a value without a field', COUNT.replace('event_', 'value_'), 'condition', 'needs a field'],
    [
      'a sum of two fields',
      COUNT.replace('event_count', 'value_sum').replace('2}', '2, field: [v, w]}'),
      'condition',
      'takes one field',
    ],
    [
      'no percentile',
      COUNT.replace('event_count', 'value_percentile').replace('2}', '2, field: v}'),
      'condition',
      'a percentile from 0 to 100',
    ],
    [
      'a negative percentile',
      COUNT.replace('event_count', 'value_percentile').replace('2}', '2, field: v, percentile: -1}'),
      'condition',
      'a percentile from 0 to 100',
    ],
    [
      'a percentile of a median',
      COUNT.replace('event_count', 'value_median').replace('2}', '2, field: v, percentile: 9}'),
      'condition',
      'percentile has no meaning',
    ],
    ['one rule in time', 'type: temporal, rules: [a], timespan: 1m', 'rules', 'two rules or more'],
    [
      'more rules in time than there are bits',
      `type: temporal, rules: [${Array.from({ length: 31 }, (_, at) => `r${at}`)}], timespan: 1m`,
      'rules',
      'more than 30',
    ],
    [
      'a count of an order',
      'type: temporal_ordered, rules: [a, b], timespan: 1m, condition: {gte: 1}',
      'condition',
      'asks for all',
    ],
    [
      'words that name no rule',
      'type: temporal, rules: [a, b], timespan: 1m, condition: a and q',
      'condition',
      'there is no search identifier q',
    ],
    ['an absence of three', 'type: absence, rules: [a, b, c], timespan: 1m', 'rules', 'absence needs two'],
    [
      'an absence with a condition',
      'type: absence, rules: [a, b], timespan: 1m, condition: {gte: 1}',
      'condition',
      'an absence has none',
    ],
  ])('given %s', (_, flow, feature, message) => {
    const { correlations, faults } = load(correlationText('x', flow));
    expect(correlations).toEqual([]);
    expect(faults).toMatchObject([{ rule: 'x', feature }]);
    expect(faults[0]?.message).toContain(message);
  });

  it.each([
    ['a circle of two', ['rules: [y]', 'rules: [x]'], ['it rests on itself', 'it rests on itself']],
    [
      'an inner one without its group-by',
      ['rules: [a], group-by: [v]', 'rules: [x], group-by: [u]'],
      ['x does not group by u'],
    ],
    [
      'two ways to one rule',
      ['rules: [a], group-by: [u]', 'rules: [x, a], group-by: [u], aliases: {u: {a: v}}'],
      ['it reaches a on two ways'],
    ],
  ])('given %s', (_, [one = '', two = ''], messages) => {
    const rest = 'type: event_count, timespan: 1m, condition: {gte: 1}';
    const { faults } = load(correlationText('x', `${rest}, ${one}`), correlationText('y', `${rest}, ${two}`));
    expect(faults.map(({ message }) => message)).toEqual(messages.map((message) => expect.stringContaining(message)));
  });

  it('given a value that its inner correlation does not carry', () => {
    const { faults } = load(
      correlationText('x', COUNT),
      correlationText(
        'y',
        'type: value_count, rules: [x], group-by: [u], timespan: 1m, condition: {gte: 2, field: host}',
      ),
    );
    expect(faults).toMatchObject([
      { rule: 'y', feature: 'condition', message: expect.stringContaining('x does not group by host') },
    ]);
  });

  it('given nine correlations upon each other', () => {
    const chain = Array.from({ length: 9 }, (_, at) =>
      correlationText(`x${at}`, COUNT.replace('[a]', `[${at === 0 ? 'a' : `x${at - 1}`}]`)),
    );
    const { correlations, faults } = load(...chain.reverse());
    expect(correlations).toHaveLength(8);
    expect(faults).toMatchObject([{ rule: 'x8', message: 'more than 8 correlations upon each other' }]);
  });

  it('given a name that several rules have, or an id that a rule has', () => {
    const twins = ['p', 'q'].map((id) => baseRule(id).replace(`id: ${id}`, `id: ${id}\nname: twin`));
    const { faults } = load(
      ...twins,
      correlationText('x', COUNT.replace('[a]', '[twin]')),
      correlationText('a', COUNT),
    );
    expect(faults).toMatchObject([
      { rule: 'a', feature: 'id', message: 'another rule is a' },
      { rule: 'x', message: 'twin: several rules have this name: take the id' },
    ]);
  });

  it('given a detection beside it', () => {
    const { faults } = load(`${baseRule('d')}correlation: {${COUNT}}\n`);
    expect(faults).toMatchObject([
      { rule: 'd', feature: 'correlation', message: expect.stringContaining('in one document') },
    ]);
  });
});
