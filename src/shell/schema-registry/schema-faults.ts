/** An Avro schema as JSON. */
export type Schema = string | readonly Schema[] | { readonly type: Schema; readonly [attribute: string]: unknown };

const WIDTHLESS = 'an array whose items take no bytes: a few bytes can claim millions of them';
const RECURSIVE = 'a type that contains itself: a value can be nested without end';

/** What makes values of a schema dangerous to read; null when nothing does. */
export function schemaFault(schema: Schema): string | null {
  const named = new Map<string, Schema>();
  collectNames(schema, '', named);
  return faultOf(schema, '', named, []);
}

type Complex = Extract<Schema, { type: Schema }>;

const isComplex = (schema: Schema): schema is Complex => typeof schema === 'object' && !Array.isArray(schema);
const isUnion = (schema: Schema): schema is readonly Schema[] => Array.isArray(schema);
const fieldsOf = (schema: Complex) => (schema.fields ?? []) as readonly { readonly type: Schema }[];

function fullName(schema: Complex, namespace: string): string {
  const name = String(schema.name);
  const space = String(schema.namespace ?? namespace);
  return name.includes('.') || space === '' ? name : `${space}.${name}`;
}

const namespaceOf = (name: string) => name.slice(0, Math.max(0, name.lastIndexOf('.')));

/** The name under which a bare reference is known: in its namespace, else as it stands. */
function target(schema: string, namespace: string, named: ReadonlyMap<string, Schema>): [string, Schema] | null {
  for (const name of [`${namespace}.${schema}`, schema]) {
    const found = named.get(name);
    if (found) return [name, found];
  }
  return null;
}

function parts(schema: Schema): readonly Schema[] {
  if (isUnion(schema)) return schema;
  if (!isComplex(schema)) return [];
  if (schema.type === 'record' || schema.type === 'error') return fieldsOf(schema).map(({ type }) => type);
  if (schema.type === 'array') return [schema.items as Schema];
  if (schema.type === 'map') return [schema.values as Schema];
  return typeof schema.type === 'string' ? [] : [schema.type];
}

function collectNames(schema: Schema, namespace: string, named: Map<string, Schema>): void {
  let inside = namespace;
  if (isComplex(schema) && schema.name !== undefined) {
    const name = fullName(schema, namespace);
    named.set(name, schema);
    inside = namespaceOf(name);
  }
  for (const part of parts(schema)) collectNames(part, inside, named);
}

function faultOf(
  schema: Schema,
  namespace: string,
  named: ReadonlyMap<string, Schema>,
  open: readonly Schema[],
): string | null {
  if (typeof schema === 'string') {
    const found = target(schema, namespace, named);
    return found && faultOf(found[1], namespaceOf(found[0]), named, open);
  }
  if (open.includes(schema)) return RECURSIVE;
  const isNamed = isComplex(schema) && schema.name !== undefined;
  const inside = isNamed ? namespaceOf(fullName(schema, namespace)) : namespace;
  if (isComplex(schema) && schema.type === 'array' && isWidthless(schema.items as Schema, inside, named))
    return WIDTHLESS;
  for (const part of parts(schema)) {
    const fault = faultOf(part, inside, named, [...open, schema]);
    if (fault) return fault;
  }
  return null;
}

/** Depth is bounded: recursion is found elsewhere, a record that deep has width or is refused. */
function isWidthless(schema: Schema, namespace: string, named: ReadonlyMap<string, Schema>, depth = 0): boolean {
  if (depth > 50) return true;
  if (schema === 'null') return true;
  if (typeof schema === 'string') {
    const found = target(schema, namespace, named);
    return found !== null && isWidthless(found[1], namespaceOf(found[0]), named, depth + 1);
  }
  if (isUnion(schema)) return false;
  if (schema.type === 'fixed') return schema.size === 0;
  if (schema.type === 'record' || schema.type === 'error') {
    const inside = namespaceOf(fullName(schema, namespace));
    return fieldsOf(schema).every(({ type }) => isWidthless(type, inside, named, depth + 1));
  }
  if (schema.type === 'array' || schema.type === 'map' || schema.type === 'enum') return false;
  return isWidthless(schema.type, namespace, named, depth + 1);
}
