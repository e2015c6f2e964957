import { describe, expect, it } from '@jest/globals';
import { faultsOf, rulesOf, ruleText, TEST_SOURCES } from './case.fixture.ts';
import { SigmaEngine } from './engine.ts';
import { loadRules } from './load.ts';

const GOOD = ruleText('s: {f: x}\ncondition: s', 'id: good\n');
const titles = (text: string, fields: object) =>
  new SigmaEngine(rulesOf(text)).match(TEST_SOURCES, { ...fields }).map(({ title }) => title);

describe('a rule', () => {
  it('keeps what its alerts must carry', () => {
    const more =
      'id: i\nname: n\nauthor: Ann, Bob\nreferences: [https://a.example]\nlevel: high\nstatus: test\ntags: [attack.t1059]\n';
    expect(rulesOf(ruleText('s: {f: x}\ncondition: s', more))).toMatchObject([
      {
        ...{ id: 'i', name: 'n', title: 'a rule', author: 'Ann, Bob', references: ['https://a.example'] },
        ...{ level: 'high', status: 'test', tags: ['attack.t1059'], file: 'a.yml', logSource: { category: 'test' } },
      },
    ]);
  });

  it.each([
    ['id: i\nname: n\n', 'i'],
    ['name: n\n', 'n'],
    ['', 'a rule'],
  ])('is called by its id, else its name, else its title: %j', (more, id) => {
    expect(rulesOf(ruleText('s: {f: x}\ncondition: s', more))[0]?.id).toBe(id);
  });

  it.each([
    ['category: c', [{ category: 'C' }], true],
    ['category: c', [{ product: 'p' }], false],
    ['category: c\n  product: p', [{ category: 'c' }, { product: 'p' }], false],
    ['category: c\n  product: p', [{ category: 'x' }, { category: 'c', product: 'p', service: 's' }], true],
    ['service: S\n  definition: d', [{ service: 's' }], true],
    ['service: s', [], false],
    ['service: "1"', [{ service: 1 }], false],
  ])('with log source %j sees an event of %j: %s', (logsource, sources, isSeen) => {
    const text = `title: t\nlogsource:\n  ${logsource}\ndetection:\n  s: {f: x}\n  condition: s\n`;
    expect(new SigmaEngine(rulesOf(text)).match(sources, { f: 'x' })).toHaveLength(isSeen ? 1 : 0);
  });
});

describe('a collection', () => {
  const rule = (title: string, field: string) => `title: ${title}\ndetection: {s: {${field}: x}}`;

  it('puts a global document into those that follow, until a reset', () => {
    const shared = 'action: global\nlogsource: {category: test}\ndetection: {condition: s}';
    const text = [shared, rule('a', 'f'), rule('b', 'g')].join('\n---\n');
    expect(titles(text, { f: 'x' })).toEqual(['a']);
    expect(titles(text, { f: 'x', g: 'x' })).toEqual(['a', 'b']);
    expect(faultsOf(`${text}\n---\naction: reset\n---\n${rule('c', 'h')}`).map(({ rule: id }) => id)).toContain('c');
  });

  it('repeats the document before with changes', () => {
    expect(titles(`${GOOD}---\naction: repeat\nid: other\ntitle: again\ndetection: {s: {f: y}}`, { f: 'y' })).toEqual([
      'again',
    ]);
  });
});

describe('a filter', () => {
  const filter = (rules: string, logsource = 'category: test') =>
    `${GOOD}---\ntitle: no admins\nlogsource: {${logsource}}\nfilter:\n  rules: ${rules}\n  admin: {user|startswith: adm_}\n  condition: not admin\n`;

  it.each([
    ['[good]', 'category: test', []],
    ['any', 'category: test', []],
    ['good', 'category: test', []],
    ['[good]', 'category: other', ['a rule']],
    ['[good]', 'category: test, product: windows', ['a rule']],
  ])('for %s with {%s} leaves %j', (rules, logsource, left) => {
    expect(titles(filter(rules, logsource), { f: 'x', user: 'ADM_1' })).toEqual(left);
    expect(titles(filter(rules, logsource), { f: 'x', user: 'user' })).toEqual(['a rule']);
  });

  it('that names a rule that is not there is a fault', () => {
    expect(faultsOf(filter('[bad]'))).toMatchObject([
      { line: 12, rule: 'no admins', feature: 'filter', message: 'there is no rule bad' },
    ]);
  });
});

describe('faults', () => {
  it.each([
    ['s: {f|nonsense: x}\ncondition: s', 5, 7, 'modifier', 'there is no modifier nonsense'],
    ['s: {f|constructor: x}\ncondition: s', 5, 7, 'modifier', 'there is no modifier constructor'],
    ["s:\n  f|expand: '%who%'\ncondition: s", 6, 5, 'expand', 'the placeholder %who% has no values'],
    ['s: {f|cidr: 10.0.0.0/33}\ncondition: s', 5, 15, 'cidr', 'not a network'],
    ['s: {f|cidr: 10.0.0.1/8}\ncondition: s', 5, 15, 'cidr', 'bits set behind its prefix'],
    ["s: {f|re: '(a'}\ncondition: s", 5, 13, 're', 'not supported'],
    ["s: {f|re: '(?=a)'}\ncondition: s", 5, 13, 're', 'not supported'],
    ["s: {f|re: '((a{100}){100}){100}'}\ncondition: s", 5, 13, 're', 'not supported'],
    ['s: {f|i: a}\ncondition: s', 5, 7, 'modifier', 'i without re'],
    ['s: {f|re|contains: a}\ncondition: s', 5, 7, 'modifier', 'do not go with regex'],
    ['s: {f|lt: a}\ncondition: s', 5, 7, 'modifier', 'a number is needed'],
    ['s: {f|exists: 1}\ncondition: s', 5, 7, 'modifier', 'exists takes true or false'],
    ['s: {f|contains: null}\ncondition: s', 5, 7, 'modifier', 'on null'],
    ["s: {f|base64: 'a*'}\ncondition: s", 5, 7, 'modifier', 'with wildcards'],
    ["s: {f|windash: '-a -b -c -d -e -f -g'}\ncondition: s", 5, 7, 'modifier', 'more than 5000 values'],
    ['s: {f: {g: x}}\ncondition: s', 5, 10, 'value', 'a map as the value'],
    ['s: {f: []}\ncondition: s', 5, 10, 'value', 'an empty list'],
    ['s: []\ncondition: s', 5, 6, 'detection', 'an empty list'],
    ['s: {}\ncondition: s', 5, 6, 'detection', 'an empty map'],
    ['s: [[a]]\ncondition: s', 5, 7, 'detection', 'a list in a list'],
    ['s: [null]\ncondition: s', 5, 7, 'keywords', 'an empty keyword'],
    ['s: {f: x}', 5, 3, 'condition', 'there is none'],
    ['s: {f: x}\ncondition: t', 6, 14, 'condition', 'there is no search identifier t'],
    ['s: {f: x}\ncondition: (s', 6, 14, 'condition', 'it ends too early'],
    ['s: {f: x}\ncondition: s)', 6, 14, 'condition', ') where it does not belong'],
    ['s: {f: x}\ncondition: s and', 6, 14, 'condition', 'it ends too early'],
    ['s: {f: x}\ncondition: s s', 6, 14, 'condition', 's where it does not belong'],
    ['s: {f: x}\ncondition: 2 of s*', 6, 14, 'condition', 'take 1 or all'],
    ['s: {f: x}\ncondition: 1 of t*', 6, 14, 'condition', 'no search identifier matches t*'],
    ['s: {f: x}\ncondition: s | count() > 5', 6, 14, 'condition', 'aggregations'],
    ['s: {f: x}\ntimeframe: 5m\ncondition: s', 6, 3, 'timeframe', 'write a correlation'],
  ])('%j: line %i, column %i, %s', (detection, lineNumber, column, feature, message) => {
    const { rules, faults } = loadRules([{ name: 'a.yml', text: `${ruleText(detection, '')}---\n${GOOD}` }]);
    expect(rules.map(({ id }) => id)).toEqual(['good']);
    expect(faults).toMatchObject([{ file: 'a.yml', line: lineNumber, column, rule: 'a rule', feature }]);
    expect(faults[0]?.message).toContain(message);
  });

  it.each([
    ['title: t', 'detection'],
    [GOOD.replace('category: test', 'other: test'), 'logsource'],
    [GOOD.replace('logsource', 'logsauce'), 'logsource'],
    [GOOD.replace('title', 'titel'), 'title'],
    [`${GOOD}level: huge`, 'level'],
    [`${GOOD}status: unsupported`, 'status'],
    [`${GOOD}taxonomy: ours`, 'taxonomy'],
    [`${GOOD}author: {a: b}`, 'author'],
    [`${GOOD}---\n${GOOD}`, 'id'],
    ['action: sing\ntitle: t', 'action'],
    ['action: repeat\ntitle: t', 'action'],
    ['title: t\ncorrelation: {type: event_count}', 'rules'],
    ['- a', 'yaml'],
    ['title: [', 'yaml'],
    ['title: a\ntitle: b', 'yaml'],
    ['title: *nobody', 'yaml'],
    ['title: &a [*a]', 'nesting'],
    ['<<: {title: a}', 'yaml'],
    ['? [a]\n: b', 'yaml'],
  ])('%j: %s', (text, feature) => expect(faultsOf(text)).toMatchObject([{ feature }]));

  it('are all told, also several of one rule', () => {
    const text = ruleText('s: {f|x: 1, g|y: 2}\nt: {h|z: 3}\ncondition: u');
    expect(faultsOf(text).map(({ feature, line }) => `${line} ${feature}`)).toEqual([
      ...['5 modifier', '5 modifier', '6 modifier', '7 condition'],
    ]);
  });

  it('given values of placeholders in another file, when rules are loaded, then they are put in', () => {
    const values = { name: 'b.yml', text: 'title: our machines\nplaceholders:\n  who: [anna, boris]\n' };
    const { rules, faults } = loadRules([
      { name: 'a.yml', text: ruleText("s:\n  f|expand: '%who%'\ncondition: s") },
      values,
    ]);
    expect(faults).toEqual([]);
    expect(rules.map(({ condition }) => JSON.stringify(condition).match(/anna|boris/g))).toEqual([['anna', 'boris']]);
  });

  it.each([
    ['placeholders: [a]', 'it is no map of names to lists of texts'],
    ['placeholders: { a: { b: c } }', 'it is no text'],
  ])('given %s, when loaded, then the fault says what is wrong', (text, message) => {
    expect(loadRules([{ name: 'a.yml', text }]).faults).toMatchObject([{ line: 1, message }]);
  });
});
