import { describe, expect, it } from '@jest/globals';
import type avro from 'avsc';
import { RetriableError } from '../../stage.ts';
import { compile, encodeWire, schemaText, typeOf } from '../avro.ts';
import { registryCodec } from './codec.ts';
import type { RegistryClient } from './registry-client.ts';

const TOPIC = 'alerts.silences.v1';
const SUBJECT = `${TOPIC}-value`;
const VALUE = {
  id: 'a',
  tenant: 't',
  kind: 'close',
  alert: '',
  rule: '',
  entity: '',
  from: 1,
  until: 2,
  author: '',
  reason: '',
};

interface Registered {
  readonly id: number;
  readonly subjects: readonly string[];
  readonly schema: string;
}

function given(...registered: Registered[]) {
  const world = { now: 0, asked: 0, down: false };
  const ask = <T>(answer: T): Promise<T> => {
    world.asked++;
    return world.down ? Promise.reject(new RetriableError('down')) : Promise.resolve(answer);
  };
  const find = (id: number) => registered.find((one) => one.id === id);
  const client: RegistryClient = {
    idOf: (subject, schema) =>
      ask(registered.find((one) => one.subjects.includes(subject) && one.schema === schema)?.id ?? null),
    schema: (id) => ask(find(id)?.schema ?? null),
    subjects: (id) => ask(find(id)?.subjects ?? []),
  };
  return { world, codec: registryCodec(client, () => world.now) };
}

const ours: Registered = { id: 7, subjects: [SUBJECT], schema: schemaText(TOPIC) };
const written = (id: number, value: object = VALUE, type: avro.Type = typeOf(TOPIC)) => encodeWire(type, id, value);
const changed = (edit: (fields: { name: string; type: unknown; default?: unknown }[]) => unknown): string => {
  const schema = JSON.parse(schemaText(TOPIC));
  return JSON.stringify({ ...schema, fields: edit(schema.fields) });
};

describe('the codec on a registry', () => {
  it('asks for the id of a topic once, while the caller tries again', async () => {
    const { world, codec } = given(ours);
    expect(() => codec.encode(TOPIC, VALUE)).toThrow(RetriableError);
    await new Promise((resolve) => setImmediate(resolve));
    expect(Buffer.from(codec.encode(TOPIC, VALUE))).toEqual(written(7));
    codec.encode(TOPIC, VALUE);
    expect(world.asked).toBe(1);
  });

  it('knows the ids beforehand when told to get ready', async () => {
    const { codec } = given(ours);
    await codec.ready([TOPIC]);
    expect(Buffer.from(codec.encode(TOPIC, VALUE))).toEqual(written(7));
  });

  it('says what to do about a schema that is not registered', async () => {
    await expect(given().codec.ready([TOPIC])).rejects.toThrow('vedette schemas register');
  });

  it('reads what a newer producer wrote, without its new field', async () => {
    const newer = changed((fields) => [...fields, { name: 'color', type: 'string', default: '' }]);
    const { codec } = given(ours, { id: 8, subjects: [SUBJECT], schema: newer });
    const bytes = written(8, { ...VALUE, color: 'red' }, compile(newer));
    expect(await codec.decode(TOPIC, bytes)).toEqual({ ok: true, value: VALUE });
    expect(codec.decode(TOPIC, bytes)).not.toBeInstanceOf(Promise);
  });

  it('reads what an older producer wrote, with the default of the field it lacks', async () => {
    const older = changed((fields) => fields.filter(({ name }) => name !== 'reason'));
    const { codec } = given({ id: 3, subjects: [SUBJECT], schema: older });
    expect(await codec.decode(TOPIC, written(3, VALUE, compile(older)))).toEqual({
      ok: true,
      value: { ...VALUE, reason: '' },
    });
  });

  it.each<[string, Registered, string]>([
    ['is not registered', ours, 'unknown_schema'],
    ['belongs to another subject', { ...ours, id: 99, subjects: ['other-value'] }, 'foreign_schema'],
    [
      'can be a bomb',
      { ...ours, id: 99, schema: changed((f) => [...f, { name: 'x', type: { type: 'array', items: 'null' } }]) },
      'unsafe_schema',
    ],
    ['cannot become ours', { ...ours, id: 99, schema: '"string"' }, 'incompatible_schema'],
    ['is no schema', { ...ours, id: 99, schema: '{' }, 'incompatible_schema'],
  ])('answers for a record whose schema %s', async (_, registered, reason) => {
    const { codec } = given(registered);
    expect(await codec.decode(TOPIC, written(99))).toEqual({ ok: false, reason });
  });

  it('asks about an unknown id once a minute', async () => {
    const { world, codec } = given(ours);
    await codec.decode(TOPIC, written(99));
    expect(codec.decode(TOPIC, written(99))).toEqual({ ok: false, reason: 'unknown_schema' });
    expect(world.asked).toBe(1);
    world.now = 60_000;
    await codec.decode(TOPIC, written(99));
    expect(world.asked).toBe(2);
  });

  it('asks once for records that are read side by side', async () => {
    const { world, codec } = given(ours);
    await Promise.all(Array.from({ length: 20 }, () => codec.decode(TOPIC, written(7))));
    expect(world.asked).toBe(2);
  });

  it('waits for a registry that is down, but goes on with the schemas it knows', async () => {
    const { world, codec } = given(ours, { ...ours, id: 8 });
    await codec.decode(TOPIC, written(7));
    world.down = true;
    await expect(codec.decode(TOPIC, written(8))).rejects.toBeInstanceOf(RetriableError);
    expect(codec.decode(TOPIC, written(7))).toMatchObject({ ok: true });
    world.down = false;
    expect(await codec.decode(TOPIC, written(8))).toMatchObject({ ok: true });
  });
});
