import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  boundFields,
  flatten,
  MAX_EVENT_CHARS,
  MAX_FIELD_CHARS,
  MAX_FIELDS,
  MAX_MEMBERS,
  noFields,
  noLists,
} from './fields.ts';

describe('fields', () => {
  it('given nested objects, lists and nulls, when flattened, then every leaf stands under its path', () => {
    const { fields, lists } = flatten({
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
    expect({ ...lists }).toEqual({ list: ['p', 'q', '3'], 'items.ip': ['10.0.0.1', '10.0.0.2'] });
  });

  it('given members with line feeds, when flattened, then the list has them apart', () => {
    expect(flatten({ a: ['one\ntwo', 'three'], b: ['alone'] }).lists).toEqual({ a: ['one\ntwo', 'three'] });
  });

  it('given a key named like a member of Object, when flattened, then it is a plain field', () => {
    const { fields } = flatten(JSON.parse('{"__proto__":{"admin":"yes"},"toString":"x"}'));
    expect(Object.getPrototypeOf(fields)).toBeNull();
    expect(fields['__proto__.admin']).toBe('yes');
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it.each([
    ['too many fields', Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`k${n}`, 'v'])), MAX_FIELDS],
    ['a value that is too long', { a: 'x'.repeat(MAX_FIELD_CHARS + 1), b: 'y' }, 2],
    ['a key that is too long', { ['k'.repeat(300)]: 'x', b: 'y' }, 1],
  ])('given %s, when bounded, then it is cut and says so', (_, source, left) => {
    const { fields, lists } = flatten(source);
    expect(boundFields({ fields, lists })).toBe(true);
    expect(Object.keys(fields)).toHaveLength(left);
    expect(Math.max(...Object.values(fields).map((value) => value.length))).toBeLessThanOrEqual(MAX_FIELD_CHARS);
  });

  it('given fields within the bounds, when bounded, then nothing happens', () => {
    const fields = Object.assign(noFields(), { a: 'x'.repeat(MAX_FIELD_CHARS) });
    expect(boundFields({ fields, lists: noLists() })).toBe(false);
    expect(fields.a).toHaveLength(MAX_FIELD_CHARS);
  });

  it('given a list that repeats one path for ever, when flattened, then its value stays bounded', () => {
    const { fields, lists } = flatten({ list: Array.from({ length: 100_000 }, () => 'x'.repeat(10)) });
    expect((fields.list ?? '').length).toBeLessThanOrEqual(MAX_FIELD_CHARS + 11);
    expect(boundFields({ fields, lists })).toBe(true);
    expect(lists.list).toHaveLength(MAX_MEMBERS);
  });

  it('given thousands of leaves deep below long keys, when flattened, then no path is longer than one too long', () => {
    const leaves = Object.fromEntries(Array.from({ length: 1_900 }, (_, n) => [`k${n}`, n]));
    const source = Array.from({ length: 60 }).reduce<object>((inner) => ({ ['k'.repeat(8_000)]: inner }), leaves);
    const { fields, lists } = flatten(source as Record<string, unknown>);
    expect(Object.keys(fields).map((path) => path.length)).toEqual([201]);
    expect(boundFields({ fields, lists })).toBe(true);
    expect(Object.keys(fields)).toEqual([]);
  });

  it('given halves of surrogate pairs, when bounded, then they are replaced in values and end a key', () => {
    const { fields, lists } = flatten({ a: 'x\ud800', b: `${'x'.repeat(MAX_FIELD_CHARS - 1)}😀`, 'k\udfff': 'v' });
    expect(boundFields({ fields, lists })).toBe(true);
    expect(Object.keys(fields)).toEqual(['a', 'b']);
    expect(fields.a).toBe('x\ufffd');
    expect(fields.b?.at(-1)).toBe('\ufffd');
  });

  it('given more text than an event may hold, when bounded, then the long values are cut alike and the short ones stay', () => {
    const long = Array.from({ length: 10 }, (_, n) => [`long${n}`, 'x'.repeat(60_000)]);
    const { fields, lists } = flatten({ ...Object.fromEntries(long), EventID: 4688 });
    expect(boundFields({ fields, lists })).toBe(true);
    expect(fields.EventID).toBe('4688');
    expect(new Set(long.map(([name]) => fields[name as string]?.length))).toEqual(new Set([16_384]));
  });

  it('given a list for which there is no room, when bounded, then its field alone has its members', () => {
    const { fields, lists } = flatten({
      ...Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`long${n}`, 'x'.repeat(50_000)])),
      big: ['y'.repeat(30_000), 'z'.repeat(30_000)],
      small: ['a', 'b'],
    });
    expect(boundFields({ fields, lists })).toBe(true);
    expect(Object.keys(lists)).toEqual(['small']);
    expect(fields.big).toHaveLength(60_001);
  });

  it('given anything, when bounded, then names, values and members have their bounds', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.nat(70_000).map((length) => 'x'.repeat(length)),
      fc.array(
        fc.oneof(
          fc.string(),
          fc.nat(9_000).map((length) => '\ud800'.repeat(length)),
        ),
        { maxLength: 60 },
      ),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 210 }), value, { maxKeys: 300 }), (source) => {
        const { fields, lists } = flatten(source);
        boundFields({ fields, lists });
        const texts = [...Object.entries(fields), ...Object.entries(lists)].flat(2);
        expect(texts.reduce((sum, text) => sum + text.length, 0)).toBeLessThanOrEqual(MAX_EVENT_CHARS);
        expect(texts.every((text) => text.isWellFormed() && text.length <= MAX_FIELD_CHARS)).toBe(true);
        expect(Object.keys(fields).length).toBeLessThanOrEqual(MAX_FIELDS);
        expect(Object.keys(lists).every((name) => fields[name] !== undefined)).toBe(true);
        expect(boundFields({ fields, lists })).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});
