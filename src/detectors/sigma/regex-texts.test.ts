import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { regexFault, regexOf } from './regex.ts';
import { leastLength, requiredTexts } from './regex-texts.ts';

describe('what every match of an expression has', () => {
  it.each([
    ['.{1000,}', 1_000],
    ['\\s[a-f0-9]{64}\\s[a-f0-9]{16}', 82],
    ['^ab?c+\\.$', 3],
    ['abc|d', 1],
    ['abc|', 0],
    ['a(bcd)e', 2],
    ['\\bab\\B\\z', 2],
    ['\\x41\\x{1F600}\\pL\\p{Greek}', 4],
    ['[]a]{2}[^]]', 3],
    ['a*?b{0}c{2,3}?', 2],
    ['\\Qa{9}\\E', 0],
  ])('given %s, when its least length is asked for, then it is %i', (source, least) => {
    expect(regexFault(source, '')).toBeNull();
    expect(leastLength(source)).toBe(least);
  });

  const letter = fc.constantFrom('a', 'b', '1', ' ', '.', '\n', 'é', '😀');
  const atom = fc.constantFrom('a', 'b', '.', '\\.', '[ab1]', '[^a]', '\\d', '\\s', '\\b', '^', '$', '(a|)', '(?:b1)');
  const piece = fc.tuple(atom, fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,1}', '{1,}?'));
  const branch = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.map((one) => one.join('')).join(''));
  const source = fc.array(branch, { minLength: 1, maxLength: 2 }).map((branches) => branches.join('|'));

  it('given any expression, when it matches a text, then the text is as long and has one of the needed texts', () => {
    fc.assert(
      fc.property(source, fc.string({ unit: letter, maxLength: 8 }), (expression, text) => {
        fc.pre(regexFault(expression, '') === null && regexOf(expression, '').find(text));
        expect(text.length).toBeGreaterThanOrEqual(leastLength(expression));
        const needed = requiredTexts(expression, '');
        expect(needed === null || needed.some((one) => text.toLowerCase().includes(one))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
