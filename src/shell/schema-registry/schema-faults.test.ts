import { describe, expect, it } from '@jest/globals';
import { TOPICS } from '../../domain/contracts.gen.ts';
import { schemaText } from '../avro.ts';
import { type Schema, schemaFault } from './schema-faults.ts';

const record = (name: string, ...types: Schema[]): Schema => ({
  type: 'record',
  name,
  fields: types.map((type, index) => ({ name: `f${index}`, type })),
});
const array = (items: Schema): Schema => ({ type: 'array', items });

describe('faults of a schema', () => {
  it.each(TOPICS.filter(({ codec }) => codec !== 'bytes').map(({ name }) => name))('none in ours: %s', (topic) => {
    expect(schemaFault(JSON.parse(schemaText(topic)))).toBeNull();
  });

  it.each<[string, Schema]>([
    ['nulls', array('null')],
    ['empty records', array(record('Empty'))],
    ['records of nulls', record('Top', array(record('N', 'null', { type: 'null' })))],
    ['a fixed of no size', array({ type: 'fixed', name: 'F', size: 0 })],
    ['an attributed name of a type of no width', record('Top', record('Empty'), array({ type: 'Empty' }))],
    ['a named type of no width', record('a.Top', record('a.Empty'), array('Empty'))],
  ])('arrays of %s', (_, schema) => {
    expect(schemaFault(schema)).toContain('take no bytes');
  });

  it.each<[string, Schema]>([
    ['through a union', record('Node', ['null', 'Node'])],
    ['through an array', record('Node', array('Node'))],
    ['through a map and another record', record('x.A', record('B', { type: 'map', values: 'x.A' }))],
  ])('recursion %s', (_, schema) => {
    expect(schemaFault(schema)).toContain('contains itself');
  });

  /** Each level names the next one twice. */
  const doubling = (levels: number, leaf: Schema): Schema => {
    let schema = record('L0', leaf);
    for (let level = 1; level <= levels; level++) schema = record(`L${level}`, schema, `L${level - 1}`);
    return schema;
  };

  it.each([
    ['bytes', 'string'],
    ['nothing', 'null'],
  ])('types that double at each level, down to %s, without measuring them twice', (_, leaf) => {
    expect(schemaFault(doubling(60, leaf))).toContain('unfolds');
    expect(schemaFault(doubling(8, leaf))).toBeNull();
  });

  it('types nested without end', () => {
    let deep: Schema = 'string';
    for (let level = 0; level < 50_000; level++) deep = array(deep);
    expect(schemaFault(deep)).toContain('deeper');
  });

  it.each([null, 3, {}, { type: 'record' }, { type: 'record', fields: [null] }, { type: null }, { type: 'array' }])(
    'none that throws in %j, which is no schema',
    (schema) => {
      expect(() => schemaFault(schema as unknown as Schema)).not.toThrow();
    },
  );

  it.each<[string, Schema]>([
    ['arrays of strings', array('string')],
    ['maps of nulls, as keys take bytes', { type: 'map', values: 'null' }],
    ['arrays of optional values', array(['null', 'string'])],
    ['a type used twice', record('Top', record('P', 'string'), 'P', array('P'))],
    ['arrays of enums', array({ type: 'enum', name: 'E', symbols: ['A'] })],
  ])('none in %s', (_, schema) => {
    expect(schemaFault(schema)).toBeNull();
  });
});
