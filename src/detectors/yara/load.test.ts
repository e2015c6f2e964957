import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadYara } from './load.ts';

const load = (text: string) => loadYara([{ name: 'a.yar', text }]);
const one = (body: string, before = '') => load(`${before} rule r { ${body} }`);
const needsOf = (body: string) => one(body).rules.map(({ needs }) => needs)[0] ?? null;
const atomsOf = (body: string) => needsOf(body)?.flat(2);

describe('literals that a payload is searched for', () => {
  it.each([
    ['strings: $a = "AbCd" condition: $a', ['abcd']],
    ['strings: $a = "ab\\x00cdef\\n" condition: $a', ['ab\0cdef\n']],
    ['strings: $a = "\\xffword\\xfeab" condition: $a', ['word']],
    ['strings: $a = "word" wide condition: $a', ['w\0o\0r\0d\0']],
    ['strings: $a = "word" wide ascii condition: $a', ['w\0o\0r\0d\0', 'word']],
    [
      'strings: $a = "a longer word" base64 condition: $a',
      ['ysbsb25nzxigd29yz', 'egbg9uz2vyihdvcm', 'higxvbmdlcib3b3jk'],
    ],
    ['strings: $a = { 61 62 63 64 ?? 65 [2-4] 66 } condition: $a', ['abcd']],
    ['strings: $a = { 61 62 ( 63 64 65 66 | 67 ) 68 69 6a 6B } condition: $a', ['hijk']],
    ['strings: $a = /go+(one|two)\\/word[0-9]{2}x/ condition: $a', ['/word']],
    ['strings: $a = /one word|other/i condition: $a', ['one word', 'other']],
    ['strings: $a = "word" $b = "longer" condition: $a or $b', ['word', 'longer']],
    ['strings: $a1 = "word" $a2 = "longer" $b = "b" condition: 2 of ($a*) and $b', ['word', 'longer']],
    ['strings: $a = "word" condition: filesize < 10KB and not (filesize > 3 or $a) and $a at 0', ['word']],
    ['strings: $a = "word" condition: for all i in (1..#a) : (@a[i] < 10 or true) and #a > 2', ['word']],
    ['strings: $a = "word" condition: any of them in (0..10) and (uint8(0) + 1) > 2', ['word']],
    ['strings: $ = "word" $ = "longer" condition: any of them', ['word', 'longer']],
  ])('%s', (body, atoms) => {
    expect(atomsOf(body)).toEqual(atoms);
  });

  it('come from the rules of the file that the condition names', () => {
    const before = 'private rule p { strings: $a = "word" condition: $a }';
    const { rules } = one('condition: p and filesize > 3', before);
    expect(rules.map(({ name, needs, uses }) => [name, needs, uses])).toEqual([
      ['p', [], []],
      ['r', [[['word']]], ['p']],
    ]);
  });
});

describe('what a text needs', () => {
  const STRINGS = 'strings: $a = "aaaa" $b = "bbbb" $c1 = "cccc" $c2 = "dddd" $short = "abc"';
  it.each([
    ['$a and $b', [[['aaaa'], ['bbbb']]]],
    ['$a and $short', [[['aaaa']]]],
    ['all of ($a, $b, $short)', [[['aaaa'], ['bbbb']]]],
    [
      'any of ($a, $b) and any of ($c*)',
      [
        [
          ['aaaa', 'bbbb'],
          ['cccc', 'dddd'],
        ],
      ],
    ],
    ['$a or ($b and $c1)', [[['aaaa']], [['bbbb'], ['cccc']]]],
    [
      '$a and ($b or ($c1 and $c2))',
      [
        [['aaaa'], ['bbbb']],
        [['aaaa'], ['cccc'], ['dddd']],
      ],
    ],
    ['$a and ($b or $short)', [[['aaaa']]]],
  ])('%s', (condition, needs) => {
    expect(needsOf(`${STRINGS} condition: ${condition}`)).toEqual(needs);
  });

  it('is made weaker, not longer, where alternatives multiply', () => {
    const pair = '(($a and $b) or ($c1 and $c2))';
    const needs = needsOf(`${STRINGS} condition: ${Array(40).fill(pair).join(' and ')}`);
    expect(needs?.length).toBe(16);
    expect(needsOf(`${STRINGS} condition: ${Array(40).fill('($a and $b)').join(' or ')}`)).toEqual([[['aaaa']]]);
  });
});

describe('a rule that would be tried on every payload', () => {
  it.each([
    'strings: $a = "abc" condition: $a',
    'strings: $a = "word" xor condition: $a',
    'strings: $a = "some words" base64("!@#$%^&*(){}[].,|ABCDEFGHIJ\\x09LMNOPQRSTUVWXYZabcdefghijklmnopqrstu") condition: $a',
    'strings: $a = "a" wide condition: $a and filesize < 10',
    'strings: $a = /(word|other)/ condition: $a',
    'strings: $a = /wor?d[a-z]+/ condition: $a',
    'strings: $a = /word{,3}/ condition: $a',
    'strings: $a = "word" condition: not $a',
    'strings: $a = "word" condition: $a or filesize < 10',
    'strings: $a = "word" condition: #a == 0',
    'strings: $a = "word" condition: none of them',
    'strings: $a = "word" condition: 0 of them',
    'strings: $a = "word" condition: not (not $a) ',
    'strings: $a = "word" condition: (#a + 1) > 0',
    'strings: $a = "word" condition: for any of them : (# == 0)',
    'strings: $a = "word" $b = "abc" condition: any of them',
    'condition: true',
  ])('is refused: %s', (body) => {
    const { rules, faults } = one(body);
    expect(rules).toEqual([]);
    expect(faults).toEqual([expect.objectContaining({ rule: 'r', feature: 'slow', line: 1, column: 2 })]);
  });
});

describe('source that is not taken', () => {
  const nested = (depth: number) => `${'('.repeat(depth)}$a${')'.repeat(depth)}`;
  const many = (count: number, text: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => text(i)).join('\n');
  const fine = (name: string | number) => `rule r${name} { strings: $a = "word" condition: $a }`;

  it.each([
    ['include "other.yar"', 'include'],
    ['import "pe"', 'import'],
    ['import "console"', 'import'],
    ['rule r { strings: $a = "word', 'syntax'],
    ['rule r { strings: $a = /word', 'syntax'],
    ['rule r { strings: $a = { 61', 'syntax'],
    ['/* rule', 'syntax'],
    ['rule r { strings: $a = "word" condition: $a', 'syntax'],
    ['rule r { strings: a = "word" condition: $a }', 'syntax'],
    ['}', 'syntax'],
    [`rule r { strings: $a = "${'x'.repeat(5_000)}" condition: $a }`, 'size'],
    [`rule r { strings: $a = "word" condition: ${nested(9)} }`, 'size'],
    [`rule r { strings: $a = "word" condition: ${'not '.repeat(9)} $a }`, 'size'],
    [`rule r { strings: $a = "word" condition: $a ${'and $a '.repeat(2_000)} }`, 'size'],
    [`rule r { strings: ${many(201, (i) => `$a${i} = "word"`)} condition: any of them }`, 'size'],
    [many(1_001, fine), 'size'],
    [' '.repeat((1 << 19) + 1), 'size'],
  ])('%.60s', (text, feature) => {
    const { rules, faults } = load(text);
    expect(rules).toEqual([]);
    expect(faults).toEqual([expect.objectContaining({ file: 'a.yar', feature })]);
  });

  it('given a file with a fault, then the other files are read, and no more than the bound of all', () => {
    const files = [
      { name: 'a.yar', text: '\n\n  include "x"' },
      { name: 'b.yar', text: `// told\n${fine('b')}` },
      { name: 'c.yar', text: many(1_000, fine) },
    ];
    const { rules, faults } = loadYara(files);
    expect(rules).toEqual([
      expect.objectContaining({ file: 'b.yar', name: 'rb', text: fine('b'), line: 2, column: 1 }),
    ]);
    expect(faults.map(({ file, line, column, feature }) => [file, line, column, feature])).toEqual([
      ['a.yar', 3, 3, 'include'],
      ['c.yar', 1, 1, 'size'],
    ]);
  });

  it('given any text at all, then there are rules or faults, and never an error', () => {
    const word = fc.constantFrom(
      ...[
        'rule',
        'r',
        '{',
        '}',
        'strings:',
        'condition:',
        'meta:',
        '$a',
        '=',
        '"word"',
        '/wo(rd/',
        '{ 61 ?? }',
        '(',
        ')',
      ],
      ...[
        'and',
        'or',
        'not',
        'any',
        'of',
        'them',
        '$*',
        '#a',
        '>',
        '1',
        ',',
        'import',
        '"math"',
        '/*',
        '//',
        '\n',
        'private',
      ],
    );
    const source = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(source, (text) => {
        const { rules, faults } = load(text);
        expect(rules.length === 0 || faults.every(({ feature }) => feature === 'slow')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('given the worst of bounds, then reading takes no longer than it should', () => {
    const start = performance.now();
    for (const text of [
      '/*'.repeat(200_000),
      '"\\'.repeat(200_000),
      '/'.repeat(400_000),
      `rule r { strings: ${'$a = {'.repeat(60_000)}`,
    ])
      load(text);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
