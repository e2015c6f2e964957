import { describe, expect, it } from '@jest/globals';
import { boundFields, flatten, MAX_FIELD_CHARS, MAX_FIELDS, noFields } from './fields.ts';

describe('fields', () => {
  it('given nested objects, lists and nulls, when flattened, then every leaf stands under its path', () => {
    const fields = flatten({
      a: { b: { c: 'x' } },
      n: 1,
      t: true,
      nothing: null,
      list: ['p', 'q', 3],
      items: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2', port: 22 }],
      none: [],
    });
    expect({ ...fields }).toEqual({
      'a.b.c': 'x',
      n: '1',
      t: 'true',
      list: 'p\nq\n3',
      'items.ip': '10.0.0.1\n10.0.0.2',
      'items.port': '22',
    });
  });

  it('given a key named like a member of Object, when flattened, then it is a plain field', () => {
    const fields = flatten(JSON.parse('{"__proto__":{"admin":"yes"},"toString":"x"}'));
    expect(Object.getPrototypeOf(fields)).toBeNull();
    expect(fields['__proto__.admin']).toBe('yes');
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it.each([
    ['too many fields', Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`k${n}`, 'v'])), MAX_FIELDS],
    ['a value that is too long', { a: 'x'.repeat(MAX_FIELD_CHARS + 1), b: 'y' }, 2],
    ['a key that is too long', { ['k'.repeat(300)]: 'x', b: 'y' }, 1],
  ])('given %s, when bounded, then it is cut and says so', (_, source, left) => {
    const fields = flatten(source);
    expect(boundFields(fields)).toBe(true);
    expect(Object.keys(fields)).toHaveLength(left);
    expect(Math.max(...Object.values(fields).map((value) => value.length))).toBeLessThanOrEqual(MAX_FIELD_CHARS);
  });

  it('given fields within the bounds, when bounded, then nothing happens', () => {
    const fields = Object.assign(noFields(), { a: 'x'.repeat(MAX_FIELD_CHARS) });
    expect(boundFields(fields)).toBe(false);
    expect(fields.a).toHaveLength(MAX_FIELD_CHARS);
  });

  it('given a list that repeats one path for ever, when flattened, then its value stays bounded', () => {
    const fields = flatten({ list: Array.from({ length: 100_000 }, () => 'x'.repeat(10)) });
    expect((fields.list ?? '').length).toBeLessThanOrEqual(MAX_FIELD_CHARS + 11);
  });

  it('given thousands of leaves deep below long keys, when flattened, then no path is longer than one too long', () => {
    const leaves = Object.fromEntries(Array.from({ length: 1_900 }, (_, n) => [`k${n}`, n]));
    const source = Array.from({ length: 60 }).reduce<object>((inner) => ({ ['k'.repeat(8_000)]: inner }), leaves);
    const fields = flatten(source as Record<string, unknown>);
    expect(Object.keys(fields).map((path) => path.length)).toEqual([201]);
    expect(boundFields(fields)).toBe(true);
    expect(Object.keys(fields)).toEqual([]);
  });

  it('given halves of surrogate pairs, when bounded, then they are replaced in values and end a key', () => {
    const fields = flatten({ a: 'x\ud800', b: `${'x'.repeat(MAX_FIELD_CHARS - 1)}😀`, 'k\udfff': 'v' });
    expect(boundFields(fields)).toBe(true);
    expect(Object.keys(fields)).toEqual(['a', 'b']);
    expect(fields.a).toBe('x\ufffd');
    expect(fields.b?.at(-1)).toBe('\ufffd');
  });
});
