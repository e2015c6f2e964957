import { describe, expect, it } from '@jest/globals';
import { readSchemaFiles, readTopicFiles } from '../contracts.ts';
import { checkSubject, pairSubjects } from './check.ts';
import { incompatibilities } from './compatibility.ts';
import { lintSchema } from './lint.ts';

const record = (...fields: object[]) => ({ type: 'record', name: 'R', namespace: 'vedette', fields });
const field = (name: string, type: unknown, value: unknown) => ({ name, type, default: value });
const text = (schema: object) => JSON.stringify(schema);
const LEVEL = { type: 'enum', name: 'Level', symbols: ['low', 'high'], default: 'low' };

describe('the schemas of the house', () => {
  it('are sound, and each has its topic', () => {
    const { subjects, faults } = pairSubjects(readSchemaFiles(), readTopicFiles());
    expect([...faults, ...subjects.flatMap((subject) => checkSubject(subject, []))]).toEqual([]);
    expect(subjects.length).toBeGreaterThan(14);
  });

  it('are compatible with themselves at the level of their topic', () => {
    for (const { subject, text: own, level } of pairSubjects(readSchemaFiles(), readTopicFiles()).subjects) {
      expect([subject, incompatibilities(own, [{ version: 1, text: own }], level)]).toEqual([subject, []]);
    }
  });
});

describe('a schema', () => {
  it.each([
    ['no JSON', '{', /does not parse/],
    ['a field without a default', text(record({ name: 'a', type: 'int' })), /^a: has no default/],
    ['a default of another type', text(record(field('a', 'int', 'x'))), /does not parse/],
    [
      'a field without a default in a record of a list',
      text(record(field('a', { type: 'array', items: { ...record({ name: 'b', type: 'int' }), name: 'B' } }, []))),
      /^a\.\[\]\.b: has no default/,
    ],
    [
      'an enum without a default',
      text(record(field('a', { ...LEVEL, default: undefined }, 'low'))),
      /^a: enum Level has no default/,
    ],
    ['a record that holds itself', text(record(field('a', ['null', 'R'], null))), /contains itself/],
    [
      'a record that holds itself in a list',
      text(record(field('a', { type: 'array', items: 'vedette.R' }, []))),
      /contains itself/,
    ],
    ['a list of nulls', text(record(field('a', { type: 'array', items: 'null' }, []))), /take no bytes/],
    [
      'a list of empty records',
      text(record(field('a', { type: 'array', items: { type: 'record', name: 'E', fields: [] } }, []))),
      /take no bytes/,
    ],
    [
      'a map of lists of nulls',
      text(record(field('a', { type: 'map', values: { type: 'array', items: 'null' } }, {}))),
      /take no bytes/,
    ],
  ])('with %s is refused', (_, schema, fault) => {
    expect(lintSchema(schema)).toEqual([expect.stringMatching(fault)]);
  });

  it('is left alone when it is sound', () => {
    const items = { type: 'array', items: { type: 'record', name: 'I', fields: [field('n', ['null', 'long'], null)] } };
    expect(
      lintSchema(
        text(record(field('a', LEVEL, 'low'), field('b', items, []), field('c', { type: 'map', values: 'I' }, {}))),
      ),
    ).toEqual([]);
  });
});

describe('a new version', () => {
  const one = text(record(field('a', 'int', 0), field('level', LEVEL, 'low')));
  const more = text(record(field('a', 'int', 0), field('level', LEVEL, 'low'), field('b', 'string', '')));
  const bare = text(record({ name: 'a', type: 'int' }, field('level', LEVEL, 'low'), { name: 'b', type: 'string' }));
  const other = text(record(field('a', 'string', ''), field('level', LEVEL, 'low')));
  const levels = text(
    record(field('a', 'int', 0), field('level', { ...LEVEL, symbols: ['low', 'high', 'top'] }, 'low')),
  );

  it.each([
    ['a field with a default', more, 'FULL_TRANSITIVE', 0],
    ['one field less', one, 'FULL_TRANSITIVE', 0],
    ['a field without a default', bare, 'BACKWARD_TRANSITIVE', 1],
    ['a field of another type', other, 'FULL_TRANSITIVE', 2],
    ['a field of another type', other, 'BACKWARD_TRANSITIVE', 1],
    ['a field of another type', other, 'NONE', 0],
    ['a new symbol of an enum with a default', levels, 'FULL_TRANSITIVE', 0],
  ] as const)('with %s is judged at the level of its topic (%#)', (_, next, level, count) => {
    expect(incompatibilities(next, [{ version: 1, text: one }], level)).toHaveLength(count);
  });

  it('is held against every version, not only the last', () => {
    const versions = [
      { version: 1, text: other },
      { version: 2, text: one },
    ];
    expect(incompatibilities(more, versions, 'BACKWARD_TRANSITIVE')).toEqual([expect.stringContaining('version 1')]);
  });
});
