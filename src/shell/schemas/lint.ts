import { compile } from '../avro.ts';
import { type Schema, schemaFault } from '../schema-registry/schema-faults.ts';

/** What is wrong with a schema, with the place where there is one; empty when it may be published. */
export function lintSchema(text: string): readonly string[] {
  try {
    compile(text);
  } catch (error) {
    return [`does not parse: ${error instanceof Error ? error.message : 'unknown'}`];
  }
  const schema: Schema = JSON.parse(text);
  const danger = schemaFault(schema);
  return [...withoutDefaults(schema, []), ...(danger ? [danger] : [])];
}

/** Fields and enums that have no default, in all that the schema defines. */
function withoutDefaults(schema: Schema, path: readonly string[]): readonly string[] {
  if (typeof schema === 'string') return [];
  if (isUnion(schema)) return schema.flatMap((branch) => withoutDefaults(branch, path));
  const { type, fields, items, values, name } = schema as Definition;
  if (type === 'record') return (fields ?? []).flatMap((field) => withoutDefault(field, path));
  if (type === 'array') return withoutDefaults(items as Schema, [...path, '[]']);
  if (type === 'map') return withoutDefaults(values as Schema, [...path, '{}']);
  if (type !== 'enum') return withoutDefaults(type, path);
  return schema.default === undefined
    ? [`${path.join('.')}: enum ${name} has no default: it could never get a new symbol`]
    : [];
}

interface Definition {
  readonly type: Schema;
  readonly name?: string;
  readonly fields?: readonly { readonly name: string; readonly type: Schema }[];
  readonly items?: Schema;
  readonly values?: Schema;
}

const isUnion = (schema: Schema): schema is readonly Schema[] => Array.isArray(schema);

function withoutDefault(
  field: { readonly name: string; readonly type: Schema },
  path: readonly string[],
): readonly string[] {
  const place = [...path, field.name];
  const inside = withoutDefaults(field.type, place);
  return 'default' in field ? inside : [`${place.join('.')}: has no default: it could never be removed`, ...inside];
}
