import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rulesOf, ruleText, TEST_SOURCES } from './case.fixture.ts';
import { decisive, explained } from './explain.ts';
import { matches } from './oracle.fixture.ts';
import type { Fields, Rule } from './rule.ts';
import { itemWords } from './words.ts';

const ruleOf = (detection: string): Rule => rulesOf(ruleText(detection))[0] as Rule;
const DETECTION = [
  's: {f: [x, y], g.h|contains|all: [a, b]}',
  't: {f: null}',
  'u: {n|gte: 5, g.h|exists: true}',
  'k: [needle]',
  'condition: (s and not u) or t or k',
].join('\n');

describe('an explanation', () => {
  it('says of each part whether it holds', () => {
    const { isSource, condition } = explained(ruleOf('s: {f: x, g: y}\ncondition: s'), TEST_SOURCES, { f: 'X' });
    expect(isSource).toBe(true);
    expect(condition).toMatchObject({
      ...{ kind: 'and', holds: false },
      of: [
        { kind: 'item', holds: true, found: 'X' },
        { kind: 'item', holds: false, found: undefined },
      ],
    });
  });

  it.each([
    ['s: {f: x, g: y}\ncondition: s', { f: 'x' }, "g is 'y'"],
    ['s: {f: x, g: y}\ncondition: s', { f: 'x', g: 'y' }, "f is 'x'"],
    ['s: {f: x}\nt: {g: y}\ncondition: s or t', { g: 'y' }, "g is 'y'"],
    ['s: {f: x}\nt: {g: y}\ncondition: s or t', {}, "f is 'x'"],
    ['s: {f: x}\nt: {g: y}\ncondition: s and not t', { f: 'x', g: 'y' }, "g is 'y'"],
    ['s: {f: x}\ncondition: not s', {}, "f is 'x'"],
  ])('of %j names what decides', (detection, fields, words) => {
    const { condition } = explained(ruleOf(detection), TEST_SOURCES, fields);
    expect(itemWords(decisive(condition).item)).toBe(words);
  });

  it('says that a log source does not fit', () => {
    expect(explained(ruleOf(DETECTION), [{ category: 'other' }], {}).isSource).toBe(false);
  });

  it('agrees with the oracle on any event', () => {
    const rule = ruleOf(DETECTION);
    const text = fc.constantFrom('x', 'Y', 'ab', 'needle', 'a', '7', null, 5, ['x', 'b'], { h: ['a', 'b'] });
    const fields = fc.dictionary(fc.constantFrom('f', 'g', 'g.h', 'n'), text) as fc.Arbitrary<Fields>;
    fc.assert(
      fc.property(fields, (event) => {
        expect(explained(rule, TEST_SOURCES, event).condition.holds).toBe(matches(rule, TEST_SOURCES, event));
      }),
    );
  });
});

describe('an item in words', () => {
  it.each([
    ['f: x', "f is 'x'"],
    ['f|contains: x', "f is '*x*'"],
    ['f|cased: X?', "f is 'X?' in this case"],
    ['f: [1, 2]', 'f is 1 or 2'],
    ['f|contains|all: [a, b]', "f is '*a*' and '*b*'"],
    ['f: [1, 2, 3, 4, 5, 6, 7]', 'f is 1 or 2 or 3 or 4 or 5 or 2 more'],
    ['f: true', 'f is true'],
    ['f: null', 'f is nothing (null)'],
    ['f|exists: true', 'f is there'],
    ['f|exists: false', 'f is not there'],
    ["f|re|i: 'a.b'", 'f is like /a.b/i'],
    ['f|cidr: 10.0.0.0/8', 'f is in 10.0.0.0/8'],
    ['f|gt: 5', 'f is > 5'],
    ['f|hour|lt: 6', 'f is of a hour < 6'],
    ['f|fieldref: g', 'f is the same as the field g'],
    ['f|neq: x', "f is there and not 'x'"],
  ])('%s: %s', (text, words) => {
    const { condition } = ruleOf(`s:\n  ${text}\ncondition: s`);
    expect(condition.kind === 'item' && itemWords(condition)).toBe(words);
  });

  it('of keywords says that any value counts', () => {
    const { condition } = ruleOf('s: [word]\ncondition: s');
    expect(condition.kind === 'item' && itemWords(condition)).toBe("any value is '*word*'");
  });
});
