import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processorMs } from '../../../test/processor-time.ts';
import { boundedJson } from './bounded-json.ts';

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const wide = (keys: number): string =>
  `{${Array.from({ length: keys }, (_, index) => `"${index.toString(36)}":0`).join(',')}}`;

describe('bounded JSON', () => {
  it.each([
    ['64 levels', nested(64)],
    ['2,000 keys', wide(2_000)],
    ['brackets inside of strings', JSON.stringify({ a: '[{'.repeat(500) })],
    ['forbidden names as values', '{"a":"__proto__","b":["constructor"]}'],
    ['keys that hold a forbidden name', '{"__proto__x":1,"proto":2,"constructors":3}'],
    ['escaped quotes and backslashes', String.raw`{"a\"":"\\","b":"\\\""}`],
    ['space in front', ' \n\t{"a":1}'],
  ])('given %s, when read, then it is the object', (_, text) => {
    expect(boundedJson(text)).toEqual({ kind: 'object', value: JSON.parse(text) });
  });

  it.each([
    ['65 levels', nested(65), 'too_deep'],
    ['400,000 nested arrays', '['.repeat(400_000), 'too_deep'],
    ['2,001 keys', wide(2_001), 'too_many_keys'],
    ['__proto__', '{"a":{"__proto__":{"admin":true}}}', 'forbidden_key'],
    ['constructor with space behind', '{"constructor" \n: 1}', 'forbidden_key'],
    ['prototype in a list', '[{"prototype":1}]', 'forbidden_key'],
    ['an escaped name', String.raw`{"\u005f_proto__":1}`, 'forbidden_key'],
    [
      'a wholly escaped name',
      `{"${[...'constructor'].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')}":1}`,
      'forbidden_key',
    ],
  ])('given %s, when read, then it is refused', (_, text, reason) => {
    expect(boundedJson(text)).toEqual({ kind: 'refused', reason });
  });

  it.each([
    ['empty', ''],
    ['a list', '[1,2]'],
    ['a scalar', '12'],
    ['cut off', '{"a":'],
    ['an open string', '{"a":"b'],
    ['a log line in brackets', `[Wed Oct 11 14:32:52] [error] ${'['.repeat(99)}`],
    ['JSON with a tail', '{"a":1}}'],
  ])('given %s, when read, then it is something else', (_, text) => {
    expect(boundedJson(text).kind).toBe('other');
  });

  it('given any JSON object without forbidden keys, when read, then it equals what JSON.parse says', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), fc.boolean(), (value, pretty) => {
        const text = JSON.stringify(value, null, pretty ? 2 : 0);
        const read = boundedJson(text);
        if (read.kind === 'refused') expect(text).toMatch(/__proto__|constructor|prototype/);
        else expect(read).toEqual({ kind: 'object', value: JSON.parse(text) });
      }),
    );
  });

  it('given a megabyte of keys, long spaces and escapes, when read, then it takes no longer than a linear pass', () => {
    const hostile = [
      `{${`"\\u0061${'b'.repeat(30)}":"",`.repeat(1_900)}"z":1}`,
      `{"a"${' '.repeat(1_000_000)}:1}`,
      '"'.repeat(1_000_000),
    ];
    const before = processorMs();
    for (const text of hostile) boundedJson(text);
    expect(processorMs() - before).toBeLessThan(1_000);
  });
});
