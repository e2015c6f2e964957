import { describe, expect, it } from '@jest/globals';
import { isMatch } from './case.fixture.ts';

const SEARCHES = 'a: {f: 1}\nb: {g: 1}\nab_c: {h: 1}\n_d: {i: 1}\ncondition: ';

describe('a condition', () => {
  it.each([
    ['a', { f: 1 }, true],
    ['a and b', { f: 1 }, false],
    ['a and b', { f: 1, g: 1 }, true],
    ['a or b', { g: 1 }, true],
    ['not a', {}, true],
    ['not not a', { f: 1 }, true],
    ['not a and b', { g: 1 }, true],
    ['not (a and b)', { f: 1 }, true],
    ['a or b and ab_c', { f: 1 }, true],
    ['(a or b) and ab_c', { f: 1 }, false],
    ['a AND NOT b', { f: 1 }, true],
    ['1 of them', { h: 1 }, true],
    ['1 of them', { i: 1 }, false],
    ['all of them', { f: 1, g: 1, h: 1 }, true],
    ['all of them', { f: 1, g: 1, i: 1 }, false],
    ['any of a*', { h: 1 }, true],
    ['all of a*', { h: 1 }, false],
    ['all of a*', { f: 1, h: 1 }, true],
    ['1 of a*_c', { f: 1 }, false],
    ['1 of *', { i: 1 }, true],
    ['1 of _*', { i: 1 }, true],
    ['b and not 1 of a*', { g: 1 }, true],
    ['b and not 1 of a*', { g: 1, h: 1 }, false],
    ['not all of a*', { h: 1 }, true],
    ['[a and b, ab_c]', { h: 1 }, true],
    ['[a and b, ab_c]', { f: 1 }, false],
  ])('%s on %j: %s', (condition, fields, expected) => expect(isMatch(SEARCHES + condition, fields)).toBe(expected));
});

describe('a search', () => {
  it.each([
    ['s: {f: 1, g: 1}\ncondition: s', { f: 1 }, false],
    ['s: [{f: 1}, {g: 1}]\ncondition: s', { g: 1 }, true],
    ['s: [{f: 1, h: 1}, {g: 1}]\ncondition: s', { f: 1 }, false],
    ['s: [one, two words]\ncondition: s', { f: 'x', g: 'sum of TWO WORDS.' }, true],
    ['s: [one, two]\ncondition: s', { f: 'x' }, false],
    ['s: one\ncondition: s', { f: { deep: [{ down: 'anyone' }] } }, true],
    ['s: [462]\ncondition: s', { f: 4624 }, true],
    ['s: [f]\ncondition: s', { f: 'x' }, false],
    ["s: ['o*e']\ncondition: s", { f: 'xooxex' }, true],
    ["s: {'|all': [one, two]}\ncondition: s", { f: 'one', g: ['two'] }, true],
    ["s: {'|all': [one, two]}\ncondition: s", { f: 'one' }, false],
    ["s: {'|re': 'o.e'}\ncondition: s", { f: 'x', g: { h: 'oxe' } }, true],
    ["s: {'|startswith': 'ne'}\ncondition: s", { f: 'one' }, false],
    ['s: [one, {f: 1}]\ncondition: s', { f: 1 }, true],
    ['s: [one, {f: 1}]\ncondition: s', { g: 'one' }, true],
    ['s: {f: x}\nk: [evil]\ncondition: s and not k', { f: 'x', g: 'devil' }, false],
  ])('%s on %j: %s', (detection, fields, expected) => expect(isMatch(detection, fields)).toBe(expected));
});

describe('a field', () => {
  it.each([
    ['a.b', { a: { b: 'x' } }, true],
    ['a.b', { 'a.b': 'x' }, true],
    ['a.b', { 'a.b': 'y', a: { b: 'x' } }, false],
    ['a.b', { a: [{ b: 'y' }, { b: 'x' }] }, true],
    ['a.b', { a: { b: ['y', 'x'] } }, true],
    ['a.b', { a: 'x' }, false],
    ['A', { a: 'x' }, false],
    ['constructor', { a: 'x' }, false],
    ['__proto__', JSON.parse('{"__proto__":"x"}'), true],
    ['toString.name', { a: 'x' }, false],
  ])('%s of %j: %s', (field, fields, expected) =>
    expect(isMatch(`s: {${field}: x}\ncondition: s`, fields)).toBe(expected),
  );
});
