import fc from 'fast-check';
import { TELEMETRY_RAW } from '../../../src/domain/contracts.gen.ts';
import { schemaText } from '../../../src/shell/avro.ts';
import { registryCodec } from '../../../src/shell/schema-registry/codec.ts';
import { mutatedText } from '../mutate.ts';
import { asJson, bytesOf, law, type Target } from '../target.ts';

/** What a registry may give out as the schema of a value, and a value that claims to be written with it. */
export interface SchemaInput {
  readonly schema: string;
  readonly body: string;
}

const TOPIC = TELEMETRY_RAW.name;
const REASON = /^[a-z_]{1,40}$/;
const OURS = schemaText(TOPIC);

export const avroSchemasTarget: Target<SchemaInput> = {
  name: 'avro-schemas',
  about: 'a value is read with any schema that the registry names in bounded work, or refused by a reason code',
  file: asJson(),
  inputs(corpus) {
    const texts = [OURS, ...corpus.map(({ schema }) => schema)];
    const schema = fc.oneof(
      { weight: 2, arbitrary: mutatedText(texts, 3) },
      { weight: 3, arbitrary: made.map((made) => JSON.stringify(made)) },
    );
    const body = fc.oneof(
      fc.constantFrom('', '\0'.repeat(60), '\xff'.repeat(60)),
      fc.string({ unit: 'binary-ascii', maxLength: 80 }),
    );
    return fc.record({ schema, body });
  },
  check: checkSchema,
};

const name = fc.constantFrom('R', 'N', 'A', 'vedette.R', 'TelemetryInput', '__proto__', 'constructor', '1x', '');
const primitive = fc.constantFrom<unknown>(
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
  'R',
  'N',
  'A',
  'x',
);
const { schema } = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 5 },
    primitive,
    tie('record'),
    tie('array'),
    tie('map'),
    tie('union'),
    tie('fixed'),
    tie('odd'),
  ),
  record: fc
    .tuple(
      name,
      fc.array(fc.tuple(fc.oneof(name, fc.constantFrom('id', 'tenant', 'time', 'fields')), tie('schema')), {
        maxLength: 4,
      }),
    )
    .map(([name, fields]) => ({
      type: 'record',
      name,
      namespace: 'vedette',
      fields: fields.map(([name, type]) => ({ name, type })),
    })),
  array: tie('schema').map((items) => ({ type: 'array', items })),
  map: tie('schema').map((values) => ({ type: 'map', values })),
  union: fc.array(tie('schema'), { maxLength: 4 }),
  fixed: fc
    .tuple(name, fc.constantFrom<unknown>(0, 1, 2 ** 31, -1, 'x'))
    .map(([name, size]) => ({ type: 'fixed', name, size })),
  odd: fc.constantFrom<unknown>(
    null,
    3,
    {},
    { type: 'enum', name: 'E', symbols: [] },
    { type: { type: 'string' } },
    { type: 'record', name: 'R' },
  ),
}));
/** A top that looks like ours, so that some of it is compatible. */
const made = fc.oneof(
  schema,
  fc.array(schema, { maxLength: 4 }).map((types) => ({
    ...{ type: 'record', name: 'TelemetryInput', namespace: 'vedette' },
    fields: types.map((type, index) => ({ name: `f${index}`, type })),
  })),
);

async function checkSchema({ schema, body }: SchemaInput): Promise<void> {
  const codec = registryCodec({
    idOf: async () => 1,
    schema: async () => schema,
    subjects: async () => [`${TOPIC}-value`],
  });
  const bytes = Buffer.concat([Buffer.of(0, 0, 0, 0, 1), bytesOf(body)]);
  for (let again = 0; again < 2; again++) {
    const decoded = await codec.decode(TOPIC, bytes);
    if (!decoded.ok) law(REASON.test(decoded.reason), () => `reason ${decoded.reason}`);
  }
}
