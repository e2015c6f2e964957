import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processorMs } from '../../test/processor-time.ts';
import { TOPICS } from '../domain/contracts.gen.ts';
import { compile, decodeBody, typeOf } from './avro.ts';

const strings = compile('{"type":"array","items":"string"}');
const nested = compile('{"type":"array","items":{"type":"array","items":"string"}}');
const map = compile('{"type":"map","values":"string"}');
const nulls = compile('{"type":"array","items":"null"}');
const record = (fields: object[]) => compile(JSON.stringify({ type: 'record', name: 'r', fields }));

/** Avro's zigzag varint. */
function long(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value < 0n ? -2n * value - 1n : 2n * value;
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

describe('a value that lies about its length', () => {
  it.each<[string, Parameters<typeof decodeBody>[0], number[]]>([
    ['an array of billions', strings, long(9_000_000_000n)],
    ['billions in a block with a size', strings, [...long(-9_000_000_000n), 0]],
    ['an array of billions of nothing', nulls, long(30_000_000n)],
    ['a map of billions', map, long(9_000_000_000n)],
    ['a string that goes backwards', strings, [2, ...long(-5n), 0]],
    ['a map key that goes backwards', map, [2, ...long(-5n), 0]],
    ['arrays in arrays that read themselves again', nested, [20, 20, ...long(-3n), ...new Array(40).fill(7)]],
    ['bytes that go backwards', compile('"bytes"'), long(-1n)],
  ])('is truncated, at once: %s', (_, type, bytes) => {
    const startedAt = processorMs();
    expect(decodeBody(type, Buffer.from(bytes))).toMatchObject({ ok: false, reason: 'avro_truncated' });
    expect(processorMs() - startedAt).toBeLessThan(200);
  });

  it.each([
    ['an array', { name: 'old', type: { type: 'array', items: 'string' } }, long(9_000_000_000n)],
    [
      'an array with a negative size',
      { name: 'old', type: { type: 'array', items: 'int' } },
      [...long(-2n), ...long(-3n), 2],
    ],
    ['a map', { name: 'old', type: { type: 'map', values: 'string' } }, long(9_000_000_000n)],
    ['a string', { name: 'old', type: 'string' }, long(-1n)],
  ])('is truncated also where the reader skips it: %s', (_, field, bytes) => {
    const reader = record([]);
    const resolver = reader.createResolver(record([field]));
    expect(decodeBody(reader, Buffer.from(bytes), resolver)).toMatchObject({ ok: false });
  });

  it.each([2n ** 31n, -(2n ** 31n) - 1n, 188_978_560_977n])('is invalid where an int is %s', (value) => {
    expect(decodeBody(compile('"int"'), Buffer.from(long(value)))).toMatchObject({ ok: false, reason: 'avro_invalid' });
  });

  it.each([2n ** 31n - 1n, -(2n ** 31n)])('reads the int %s', (value) => {
    expect(decodeBody(compile('"int"'), Buffer.from(long(value)))).toEqual({ ok: true, value: Number(value) });
  });

  it('random bytes never take long, whatever the contract', () => {
    const types = TOPICS.filter(({ codec }) => codec === 'avro').map(({ name }) => typeOf(name));
    const property = fc.property(fc.constantFrom(...types), fc.uint8Array({ maxLength: 400 }), (type, bytes) => {
      const startedAt = processorMs();
      decodeBody(type, Buffer.from(bytes));
      return processorMs() - startedAt < 500;
    });
    fc.assert(property, { numRuns: 2000, seed: 7 });
  });
});

describe('an honest value', () => {
  it('comes back whole', () => {
    const type = record([
      { name: 'tags', type: { type: 'array', items: 'string' } },
      { name: 'facts', type: { type: 'map', values: 'string' } },
      { name: 'vector', type: 'bytes' },
    ]);
    const value = { tags: ['a', ''], facts: { b: 'c' }, vector: Buffer.of(1, 2) };
    expect(decodeBody(type, type.toBuffer(value))).toEqual({ ok: true, value });
  });

  it('may hold bytes that are no Buffer', () => {
    const type = compile('"bytes"');
    expect(decodeBody(type, type.toBuffer(Uint8Array.of(1, 2) as Buffer))).toEqual({
      ok: true,
      value: Buffer.of(1, 2),
    });
  });

  it('may have foreign keys such as __proto__, which become keys and nothing else', () => {
    const bytes = map.toBuffer(Object.assign(Object.create(null), { ['__proto__']: 'x', constructor: 'y' }));
    const decoded = decodeBody(map, bytes) as { value: object };
    expect(Object.entries(decoded.value)).toEqual(expect.arrayContaining([['constructor', 'y']]));
    expect(Object.getPrototypeOf(decoded.value)).toBeNull();
  });
});
