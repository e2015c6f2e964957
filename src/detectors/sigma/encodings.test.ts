import { describe, expect, it } from '@jest/globals';
import { isMatch, line } from './case.fixture.ts';

const says = (text: string, value: unknown) => isMatch(line(text), { f: value });
const encoded = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding).toString('base64');

describe('encodings', () => {
  it.each([
    ["f|base64: 'cmd /c'", encoded('cmd /c'), true],
    ["f|base64|contains: 'cmd'", `x${encoded('cmd')}y`, true],
    ["f|base64: 'é'", encoded('é'), true],
    ["f|wide|base64|contains: 'cmd'", encoded('cmd', 'utf16le'), true],
    ["f|utf16le|base64: 'é'", encoded('é', 'utf16le'), true],
    ["f|utf16be|base64: 'cmd'", Buffer.from('cmd', 'utf16le').swap16().toString('base64'), true],
    ["f|utf16|base64: 'cmd'", encoded('\ufeffcmd', 'utf16le'), true],
    ["f|wide|contains: 'cmd'", 'xc\0m\0d\0', true],
    ["f|wide|contains: 'c*d'", 'xc\0mmm\0d\0', true],
    ["f|base64: 'cmd'", 'cmd', false],
  ])('%s of %j: %s', (text, value, expected) => expect(says(text, value)).toBe(expected));

  it.each([0, 1, 2, 3, 4, 5])(
    'base64offset finds its value %i bytes into a text, whatever stands around it',
    (offset) => {
      for (const behind of ['', '!', '~~', 'zzz'])
        for (const value of ['http://', 'cmd.exe', 'abcd'])
          expect(says(`f|base64offset|contains: '${value}'`, encoded(`${'q'.repeat(offset)}${value}${behind}`))).toBe(
            true,
          );
    },
  );
});

describe('windash', () => {
  it.each([
    ["f|windash|contains: ' -enc '", 'x /enc y', true],
    ["f|windash|contains: ' /enc '", 'x -enc y', true],
    ["f|contains|windash: ' -enc '", 'x \u2013enc y', true],
    ["f|windash|contains: ' -enc '", 'x \u2015enc y', true],
    ["f|windash|contains: ' -enc '", 'x +enc y', false],
    ["f|windash: '-a -b'", '/a \u2014b', true],
    ["f|windash: 'a-b'", 'a/b', false],
    ["f|windash: '--x'", '-/x', true],
    ["f|windash: '--x'", '//x', false],
  ])('%s of %j: %s', (text, value, expected) => expect(says(text, value)).toBe(expected));
});

describe('fieldref', () => {
  it.each([
    ['f|fieldref: g', { f: 'A', g: 'a' }, true],
    ['f|fieldref|cased: g', { f: 'A', g: 'a' }, false],
    ['f|fieldref: g', { f: 'A' }, false],
    ['f|fieldref: g', { g: 'a' }, false],
    ['f|fieldref: g', { f: null, g: null }, false],
    ['f|fieldref: g', { f: 1, g: '1' }, true],
    ['f|fieldref|neq: g', { f: 'A', g: 'b' }, true],
    ['f|fieldref|neq: g', { f: 'A', g: 'a' }, false],
    ['f|fieldref|startswith: g', { f: 'Abc', g: 'aB' }, true],
    ['f|fieldref|endswith: g', { f: 'abc', g: 'bc' }, true],
    ['f|endswith|fieldref: g', { f: 'abc', g: 'ab' }, false],
    ['f|fieldref|contains: g', { f: 'abc', g: 'b' }, true],
    ['f|fieldref: g', { f: ['x', 'y'], g: ['z', 'Y'] }, true],
    ['f|fieldref: [g, h]', { f: 'x', h: 'x' }, true],
    ['f|fieldref: g.h', { f: 'x', g: { h: 'x' } }, true],
  ])('%s of %j: %s', (text, fields, expected) => expect(isMatch(line(text), fields)).toBe(expected));
});

describe('expand', () => {
  const given = 'placeholders: { admins: [adm_*, root], Jump-Servers: js1 }\n---\n';

  it.each([
    ["f|expand: '%admins%'", 'ADM_x', true],
    ["f|expand: '%admins%'", 'user', false],
    ["f|expand: '%admins%@%Jump-Servers%'", 'root@js1', true],
    ["f|expand|contains: '%Jump-Servers%'", 'xjs1y', true],
    ["f|contains|expand: '%Jump-Servers%'", 'xjs1y', true],
    [String.raw`f|expand: '\%admins\%'`, '%admins%', true],
    ["f: '%admins%'", '%admins%', true],
  ])('%s of %j: %s', (text, value, expected) => expect(isMatch(line(text), { f: value }, given)).toBe(expected));
});
