type Avro = string | Avro[] | AvroObject;
interface AvroObject {
  type: Avro;
  name?: string;
  doc?: string;
  fields?: { name: string; doc?: string; type: Avro }[];
  symbols?: string[];
  items?: Avro;
  values?: Avro;
}
interface Subject {
  subject: string;
  schema: AvroObject;
}
interface KafkaTopic {
  metadata: { name: string; annotations?: Record<string, string> };
  spec: { partitions: number; config: Record<string, string> };
}

const PRIMITIVES: Record<string, string> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  string: 'string',
  bytes: 'Uint8Array',
};

/** TypeScript of every topic and of every record type, from the schemas and the topic files. */
export function contracts(subjects: readonly Subject[], topics: readonly KafkaTopic[]): string {
  const named = new Map<string, string>();
  const typeOfValue = new Map(subjects.map(({ subject, schema }) => [subject, typeText(schema, named)]));
  return [
    '// Derived from schemas/ and topics/ by "npm run derive". Do not edit.',
    "import { type RawTelemetry, type Topic, topic } from './topic.ts';",
    ...[...named.values()],
    ...topics.map((one) => topicText(one, typeOfValue)),
    `export const TOPICS = [${topics.map((one) => constantName(one.metadata.name)).join(', ')}] as const;`,
  ].join('\n\n');
}

function topicText({ metadata, spec }: KafkaTopic, typeOfValue: ReadonlyMap<string, string>): string {
  const name = metadata.name;
  const codec = name === 'telemetry.raw.v1' ? 'any' : name.endsWith('.dlq') ? 'bytes' : 'avro';
  const value = codec === 'any' ? 'RawTelemetry' : codec === 'bytes' ? 'Uint8Array' : typeOfValue.get(`${name}-value`);
  if (value === undefined) throw new Error(`topics/${name}.yaml has no schemas/${name}-value.avsc`);
  return `export const ${constantName(name)}: Topic<'${name}', ${value}> = topic('${name}', ${spec.partitions}, '${codec}', ${JSON.stringify(spec.config['cleanup.policy'])});`;
}

/** telemetry.raw.v1 becomes TELEMETRY_RAW: the major is left out while there is only one. */
const constantName = (name: string) => name.replace(/\.v1$/, '').replaceAll(/[.-]/g, '_').toUpperCase();

function typeText(schema: Avro, named: Map<string, string>): string {
  if (typeof schema === 'string') return PRIMITIVES[schema] ?? schema.replace(/^vedette\./, '');
  if (Array.isArray(schema)) return unionText(schema, named);
  if (schema.type === 'array') return `readonly ${wrap(typeText(schema.items as Avro, named))}[]`;
  if (schema.type === 'map') return `Readonly<Record<string, ${typeText(schema.values as Avro, named)}>>`;
  if (schema.type === 'enum')
    return declare(
      schema,
      named,
      () => `export type ${schema.name} = ${schema.symbols?.map((s) => `'${s}'`).join(' | ')};`,
    );
  if (schema.type === 'record') return declare(schema, named, () => recordText(schema, named));
  return typeText(schema.type, named);
}

/** A union of records is written as avsc gives it: an object whose one key is the full name of the branch. */
function unionText(branches: readonly Avro[], named: Map<string, string>): string {
  const records = branches.filter((branch) => typeof branch === 'object');
  if (branches.length - records.length === branches.length || branches.includes('null')) {
    return branches.map((branch) => typeText(branch, named)).join(' | ');
  }
  return branches
    .map((branch) => `{ readonly 'vedette.${(branch as AvroObject).name}': ${typeText(branch, named)} }`)
    .join(' | ');
}

const wrap = (text: string) => (/[ |]/.test(text) ? `(${text})` : text);

function declare(schema: AvroObject, named: Map<string, string>, text: () => string): string {
  const name = schema.name as string;
  if (!named.has(name)) {
    named.set(name, '');
    const body = text();
    named.delete(name);
    named.set(name, body);
  }
  return name;
}

function recordText(schema: AvroObject, named: Map<string, string>): string {
  const fields = (schema.fields ?? []).map((field) => {
    const doc = field.doc ? `  /** ${field.doc} */\n` : '';
    return `${doc}  readonly ${field.name}: ${typeText(field.type, named)};`;
  });
  const doc = schema.doc ? `/** ${schema.doc} */\n` : '';
  return `${doc}export interface ${schema.name} {\n${fields.join('\n')}\n}`;
}
