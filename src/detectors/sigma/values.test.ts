import { describe, expect, it } from '@jest/globals';
import { isMatch, line } from './case.fixture.ts';

type Row = readonly [line: string, value: unknown, isMatch: boolean];

/** The field f holds the value; undefined: there is no field f. */
const says = (text: string, value: unknown) => isMatch(line(text), value === undefined ? { g: 1 } : { f: value });

describe('texts', () => {
  it.each<Row>([
    ["f: 'Whoami.EXE'", 'wHOAMI.exe', true],
    ["f: 'whoami'", 'whoami.exe', false],
    ["f: 'who*.exe'", 'C:\\whoami.exe', false],
    ["f: '*who?mi*'", 'C:\\whoami.exe', true],
    ["f: 'a?c'", 'ac', false],
    ["f: 'a?c'", 'a😀c', true],
    ["f: 'a??c'", 'a😀c', false],
    ["f: 'a*c'", 'a\n\nc', true],
    ["f: '*'", '', true],
    ["f: '*'", undefined, false],
    ["f: '*'", null, false],
    ["f: ''", '', true],
    ["f: ''", ' ', false],
    ["f: ''", undefined, false],
    ["f: 'é'", 'É', true],
    ["f: 'K'", '\u212a', true],
    ["f: '*aik*'", 'xA\u0130\u212Ay', false],
    ["f: '*i*'", '\u0130', true],
    ["f|cased: 'Whoami'", 'Whoami', true],
    ["f|cased: 'Whoami'", 'whoami', false],
    ["f|cased|contains: 'OAM'", 'whoami', false],
    ["f|contains: ''", 'x', true],
    ["f|contains: 'b*d'", 'abcde', true],
    ["f|startswith: 'ab'", 'ABC', true],
    ["f|startswith: 'bc'", 'abc', false],
    ["f|endswith: 'bc'", 'ABC', true],
    ["f|endswith: '1?'", 'x12', true],
    ["f|endswith: '1?'", '12x', false],
  ])('%s of %j: %s', (text, value, expected) => expect(says(text, value)).toBe(expected));
});

describe('escapes', () => {
  it.each<Row>([
    [String.raw`f: 'a\*'`, 'a*', true],
    [String.raw`f: 'a\*'`, 'ab', false],
    [String.raw`f: 'a\?'`, 'a?', true],
    [String.raw`f: 'C:\Windows'`, String.raw`c:\windows`, true],
    [String.raw`f: 'C:\\Windows'`, String.raw`c:\windows`, true],
    [String.raw`f: 'a\\*'`, String.raw`a\bc`, true],
    [String.raw`f: 'a\\*'`, 'a*', false],
    [String.raw`f: 'a\\\*'`, String.raw`a\*`, true],
    [String.raw`f: 'a\\\*'`, String.raw`a\b`, false],
    [String.raw`f: '\\\server'`, String.raw`\\server`, true],
    [String.raw`f: '\\\\server'`, String.raw`\\server`, true],
    [String.raw`f|endswith: '\'`, 'a\\', true],
  ])('%s of %j: %s', (text, value, expected) => expect(says(text, value)).toBe(expected));
});

describe('numbers, booleans, null', () => {
  it.each<Row>([
    ['f: 4624', 4624, true],
    ['f: 4624', '4624', true],
    ["f: '4624'", 4624, true],
    ['f: 3', '0x3', false],
    ['f: 3', '3.0', false],
    ['f: 1.10', '1.10', true],
    ['f: 1.10', 1.1, true],
    ['f|contains: 62', 4624, true],
    ['f|startswith: 62', 4624, false],
    ['f: true', true, true],
    ['f: true', 'TRUE', true],
    ['f: true', 1, false],
    ["f: 'false'", false, true],
    ['f: null', undefined, true],
    ['f: null', null, true],
    ['f: null', '', false],
    ['f: null', 'null', false],
    ['f: [null, x]', 'X', true],
    ["f: [null, '']", '', true],
    ['f: x', null, false],
    ['f: x', { x: 1 }, false],
    ['f: null', { x: 1 }, false],
    ['f|exists: true', null, true],
    ['f|exists: true', undefined, false],
    ['f|exists: false', undefined, true],
    ['f|exists: false', '', false],
    ['f|lt: 5', 4.5, true],
    ['f|lt: 5', 5, false],
    ['f|lte: 5', '5', true],
    ['f|gt: 5', '0x10', false],
    ['f|gt: -5', '-4', true],
    ['f|gte: 5', 5, true],
    ['f|gte: 5', undefined, false],
    ["f|gte: '5'", 6, true],
  ])('%s of %j: %s', (text, value, expected) => expect(says(text, value)).toBe(expected));
});

describe('lists', () => {
  it.each<Row>([
    ['f: [a, b]', 'B', true],
    ['f: [a, b]', 'c', false],
    ['f: a', ['x', 'A'], true],
    ['f: a', [['x'], ['a']], true],
    ['f: a', [], false],
    ['f: null', ['x', null], true],
    ['f: null', [], false],
    ['f|exists: true', [], true],
    ['f|contains|all: [a, b]', 'xbya', true],
    ['f|contains|all: [a, b]', 'a', false],
    ['f|contains|all: [a, b]', ['xa', 'by'], true],
    ['f|all: [a, null]', ['a', null], true],
    ['f|all: [a, null]', 'a', false],
  ])('%s of %j: %s', (text, value, expected) => expect(says(text, value)).toBe(expected));
});

describe('neq', () => {
  it.each<Row>([
    ['f|neq: a', 'b', true],
    ['f|neq: a', 'A', false],
    ['f|neq: [a, b]', 'b', false],
    ['f|neq: [a, b]', 'c', true],
    ['f|neq: 3', '3', false],
    ['f|neq: a', undefined, false],
    ['f|neq: a', null, false],
    ['f|neq: null', 'a', true],
    ['f|neq: null', null, false],
    ['f|neq: a', ['b', 'a'], false],
    ['f|neq: a', ['b'], true],
    ['f|neq: a', { a: 1 }, true],
    ['f|contains|neq: a', 'bab', false],
  ])('%s of %j: %s', (text, value, expected) => expect(says(text, value)).toBe(expected));
});

describe('regexes', () => {
  it.each<Row>([
    ["f|re: 'b+c'", 'abbcd', true],
    ["f|re: 'B+c'", 'abbcd', false],
    ["f|re|i: 'B+C'", 'abbcd', true],
    ["f|re|i: 'masse'", 'MA\u017fSE', true],
    ["f|re: '^b'", 'a\nb', false],
    ["f|re|m: '^b$'", 'a\nb\nc', true],
    ["f|re: 'a.b'", 'a\nb', false],
    ["f|re|s: 'a.b'", 'a\nb', true],
    ["f|re|i|s: 'A.B'", 'a\nb', true],
    ["f|re: 'a\\sb'", 'a\u000bb', true],
    ["f|re: 'a[\\s]b'", 'a\u000bb', true],
    ["f|re: 'a[^\\S]b'", 'a\u000bb', true],
    ["f|re: 'a[]\\s]b'", 'a]b', true],
    ["f|re: 'a$'", 'a\n', true],
    ["f|re: 'a[$]'", 'a$', true],
    ["f|re: 'x|bc'", 'abcd', true],
    ["f|re: '46'", 4624, true],
    ["f|re: '.*'", undefined, false],
    ["f|re: ['x', 'y']", 'by', true],
    ["f|re|all: ['x', 'y']", 'by', false],
  ])('%s of %j: %s', (text, value, expected) => expect(says(text, value)).toBe(expected));
});

describe('networks', () => {
  it.each<Row>([
    ['f|cidr: 10.0.0.0/8', '10.255.0.1', true],
    ['f|cidr: 10.0.0.0/8', '11.0.0.1', false],
    ['f|cidr: 10.0.0.0/8', '::ffff:10.0.0.1', false],
    ['f|cidr: 172.16.0.0/12', '172.31.255.255', true],
    ['f|cidr: 172.16.0.0/12', '172.32.0.0', false],
    ['f|cidr: 192.168.1.4', '192.168.1.4', true],
    ['f|cidr: 0.0.0.0/0', '8.8.8.8', true],
    ['f|cidr: 0.0.0.0/0', '08.8.8.8', false],
    ["f|cidr: '2001:db8::/32'", '2001:DB8:1::5', true],
    ["f|cidr: '2001:db8::/32'", '2001:db9::', false],
    ["f|cidr: '::1/128'", '0:0:0:0:0:0:0:1', true],
    ["f|cidr: '::ffff:0:0/96'", '::ffff:10.0.0.1', true],
    ["f|cidr: '::/0'", '1::2::3', false],
    ["f|cidr: ['10.0.0.0/8', '::1']", '::1', true],
    ['f|cidr: 10.0.0.0/8', 'host', false],
  ])('%s of %j: %s', (text, value, expected) => expect(says(text, value)).toBe(expected));
});

describe('dates', () => {
  it.each<Row>([
    ['f|minute: 30', '2026-03-05T04:30:59Z', true],
    ['f|hour: 4', '2026-03-05T04:30:59+02:00', true],
    ['f|hour|gte: 22', '2026-03-05 23:00:00', true],
    ['f|lt|hour: 6', '2026-03-05 23:00:00', false],
    ['f|day: 5', '2026-03-05', true],
    ['f|hour: 0', '2026-03-05', false],
    ['f|week: 10', '2026-03-05', true],
    ['f|week: 53', '2027-01-01', true],
    ['f|month: 3', '2026-03-05', true],
    ['f|year|gt: 2025', '2026-03-05', true],
    ['f|year: 2026', 'no date', false],
    ['f|hour|neq: 4', '2026-03-05T05:00', true],
  ])('%s of %j: %s', (text, value, expected) => expect(says(text, value)).toBe(expected));
});
