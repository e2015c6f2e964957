import { compile } from '../avro.ts';

type Avro = string | readonly Avro[] | AvroObject;
interface AvroObject {
  readonly type: Avro;
  readonly name?: string;
  readonly fields?: readonly (AvroObject & { readonly name: string; readonly default?: unknown })[];
  readonly items?: Avro;
  readonly values?: Avro;
  readonly symbols?: readonly string[];
  readonly default?: unknown;
  readonly size?: number;
}

/** What a record type is made of, by name, as far as it was read. */
type Named = Map<string, AvroObject>;

/** What is wrong with a schema, with the place; empty when it may be published. */
export function lintSchema(text: string): readonly string[] {
  try {
    compile(text);
  } catch (error) {
    return [`does not parse: ${error instanceof Error ? error.message : 'unknown'}`];
  }
  const faults: string[] = [];
  visit(JSON.parse(text), [], { open: [], named: new Map(), faults });
  return faults;
}

interface Walk {
  /** Names of the records that enclose this place. */
  readonly open: readonly string[];
  readonly named: Named;
  readonly faults: string[];
}

function visit(schema: Avro, path: readonly string[], walk: Walk): void {
  if (typeof schema === 'string') refer(schema, path, walk);
  else if (Array.isArray(schema)) for (const branch of schema) visit(branch, path, walk);
  else visitObject(schema as AvroObject, path, walk);
}

function visitObject(one: AvroObject, path: readonly string[], walk: Walk): void {
  if (one.name && one.type !== undefined) walk.named.set(bare(one.name), one);
  if (one.type === 'record') visitRecord(one, path, walk);
  else if (one.type === 'enum') visitEnum(one, path, walk);
  else if (one.type === 'array') visitItems(one.items as Avro, path, walk);
  else if (one.type === 'map') visit(one.values as Avro, [...path, '{}'], walk);
  else if (one.type !== 'fixed') visit(one.type, path, walk);
}

const bare = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
const at = (path: readonly string[]): string => path.join('.') || 'the value';

function refer(name: string, path: readonly string[], { open, faults }: Walk): void {
  if (open.includes(bare(name))) faults.push(`${at(path)}: ${bare(name)} holds itself: a record can nest without end`);
}

function visitRecord(record: AvroObject, path: readonly string[], walk: Walk): void {
  const inside = { ...walk, open: [...walk.open, bare(record.name ?? '')] };
  for (const field of record.fields ?? []) {
    const place = [...path, field.name];
    if (!('default' in field)) walk.faults.push(`${at(place)}: has no default: it could never be removed`);
    visit(field.type, place, inside);
  }
}

function visitEnum({ name, default: symbol }: AvroObject, path: readonly string[], { faults }: Walk): void {
  if (symbol === undefined) faults.push(`${at(path)}: enum ${name} has no default: it could never get a new symbol`);
}

function visitItems(items: Avro, path: readonly string[], walk: Walk): void {
  const place = [...path, '[]'];
  visit(items, place, walk);
  if (isWidthless(items, walk.named))
    walk.faults.push(`${at(place)}: takes no bytes: a few bytes could claim millions`);
}

function isWidthless(schema: Avro, named: Named): boolean {
  if (typeof schema === 'string') {
    const known = named.get(bare(schema));
    return schema === 'null' || (known !== undefined && isWidthless(known, new Map()));
  }
  if (Array.isArray(schema)) return false;
  const { type, fields = [], size } = schema as AvroObject;
  if (type === 'record') return fields.every((field) => isWidthless(field.type, named));
  if (type === 'fixed') return size === 0;
  return type !== 'enum' && type !== 'array' && type !== 'map' && isWidthless(type, named);
}
