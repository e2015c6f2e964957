/** An Avro schema as JSON. */
export type Schema = string | readonly Schema[] | { readonly type: Schema; readonly [attribute: string]: unknown };

const WIDTHLESS = 'an array whose items take no bytes: a few bytes can claim millions of them';
const RECURSIVE = 'a type that contains itself: a value can be nested without end';
const MAX_PARTS = 10_000;
const UNFOLDS = `a type that unfolds into more than ${MAX_PARTS} parts: the shortest value can take hours to read`;
const MAX_DEPTH = 100;
const DEEP = `types nested deeper than ${MAX_DEPTH}`;

/** What makes values of a schema dangerous to read; null when nothing does. */
export function schemaFault(schema: Schema): string | null {
  const named = new Map<string, Schema>();
  const fault = collectNames(schema, '', named, 0);
  if (fault) return fault;
  const measured = measure(schema, '', { named, known: new Map(), open: new Set() });
  return typeof measured === 'string' ? measured : null;
}

/** A type with every name replaced by what it stands for. */
interface Unfolded {
  readonly parts: number;
  /** A value of it takes no bytes. */
  readonly isWidthless: boolean;
}

interface Work {
  readonly named: ReadonlyMap<string, Schema>;
  /** A type is measured once, however often it is named: types that name others twice would take twice the time at each level. */
  readonly known: Map<Schema, Unfolded>;
  readonly open: Set<Schema>;
}

type Complex = Extract<Schema, { type: Schema }>;

const isComplex = (schema: Schema): schema is Complex =>
  typeof schema === 'object' && schema !== null && !Array.isArray(schema);
const isUnion = (schema: Schema): schema is readonly Schema[] => Array.isArray(schema);

function fieldTypes({ fields }: Complex): readonly Schema[] {
  return Array.isArray(fields) ? fields.map((field) => (field as { type: Schema } | null)?.type ?? '') : [];
}

function fullName(schema: Complex, namespace: string): string {
  const name = String(schema.name);
  const space = String(schema.namespace ?? namespace);
  return name.includes('.') || space === '' ? name : `${space}.${name}`;
}

const namespaceOf = (name: string) => name.slice(0, Math.max(0, name.lastIndexOf('.')));
const inside = (schema: Schema, namespace: string): string =>
  isComplex(schema) && schema.name !== undefined ? namespaceOf(fullName(schema, namespace)) : namespace;

/** The name under which a bare reference is known: in its namespace, else as it stands. */
function target(schema: string, namespace: string, named: ReadonlyMap<string, Schema>): [string, Schema] | null {
  for (const name of [`${namespace}.${schema}`, schema]) {
    const found = named.get(name);
    if (found !== undefined) return [name, found];
  }
  return null;
}

/** What stands in `type` and is no name of another type. */
const KINDS: ReadonlySet<unknown> = new Set('null boolean int long float double bytes string fixed enum'.split(' '));

function parts(schema: Schema): readonly Schema[] {
  if (isUnion(schema)) return schema;
  if (!isComplex(schema)) return [];
  if (schema.type === 'record' || schema.type === 'error') return fieldTypes(schema);
  if (schema.type === 'array') return [schema.items as Schema];
  if (schema.type === 'map') return [schema.values as Schema];
  return KINDS.has(schema.type) ? [] : [schema.type];
}

function collectNames(schema: Schema, namespace: string, named: Map<string, Schema>, depth: number): string | null {
  if (depth > MAX_DEPTH) return DEEP;
  if (isComplex(schema) && schema.name !== undefined) named.set(fullName(schema, namespace), schema);
  for (const part of parts(schema)) {
    const fault = collectNames(part, inside(schema, namespace), named, depth + 1);
    if (fault) return fault;
  }
  return null;
}

/** The measure of a type, or its fault. */
function measure(schema: Schema, namespace: string, work: Work): Unfolded | string {
  if (typeof schema === 'string') {
    const found = target(schema, namespace, work.named);
    return found ? measure(found[1], namespaceOf(found[0]), work) : { parts: 1, isWidthless: schema === 'null' };
  }
  const known = work.known.get(schema);
  if (known) return known;
  if (work.open.has(schema)) return RECURSIVE;
  if (work.open.size > MAX_DEPTH) return DEEP;
  work.open.add(schema);
  const measured = sum(schema, inside(schema, namespace), work);
  work.open.delete(schema);
  if (typeof measured !== 'string') work.known.set(schema, measured);
  return measured;
}

function sum(schema: Exclude<Schema, string>, namespace: string, work: Work): Unfolded | string {
  let [count, isWidthless] = [1, true];
  for (const part of parts(schema)) {
    const measured = measure(part, namespace, work);
    if (typeof measured === 'string') return measured;
    count += measured.parts;
    isWidthless &&= measured.isWidthless;
    if (count > MAX_PARTS) return UNFOLDS;
  }
  if (isUnion(schema) || !isComplex(schema)) return { parts: count, isWidthless: false };
  if (schema.type === 'array' && isWidthless) return WIDTHLESS;
  return { parts: count, isWidthless: isWidthless && takesNothing(schema) };
}

/** Whether a type takes no bytes once its parts take none. */
function takesNothing({ type, size }: Complex): boolean {
  if (type === 'fixed') return size === 0;
  return type === 'null' || (type !== 'map' && type !== 'array' && !KINDS.has(type));
}
