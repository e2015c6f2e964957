/** The source's own fields, flattened to text. Foreign keys live on objects without a prototype. */
import { isObject } from './bounded-json.ts';

export type Fields = Record<string, string>;

export const MAX_FIELDS = 256;
export const MAX_FIELD_CHARS = 8_000;
export const MAX_KEY_CHARS = 200;

export const noFields = (): Fields => Object.create(null);

/**
 * Adds every leaf of the source under its dotted path. Members of a list stand in one value, separated by line feeds;
 * so do the leaves of objects in a list. JSON null and empty lists are absent. A path is cut just behind its bound:
 * thousands of leaves deep below long keys would make gigabytes of paths, none of which is kept.
 */
export function flatten(source: Readonly<Record<string, unknown>>, into: Fields = noFields(), prefix = ''): Fields {
  for (const key in source) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    add(into, path.length > MAX_KEY_CHARS ? path.slice(0, MAX_KEY_CHARS + 1) : path, source[key]);
  }
  return into;
}

function add(into: Fields, path: string, value: unknown): void {
  if (typeof value === 'string') put(into, path, value);
  else if (typeof value === 'number' || typeof value === 'boolean') put(into, path, `${value}`);
  else if (Array.isArray(value)) for (const member of value) add(into, path, member);
  else if (isObject(value)) flatten(value, into, path);
}

function put(into: Fields, path: string, value: string): void {
  const before = into[path];
  if (before === undefined) into[path] = value;
  else if (before.length <= MAX_FIELD_CHARS) into[path] = `${before}\n${value}`;
}

/**
 * Cuts to the bounds in place and says whether anything was cut. Halves of surrogate pairs, which JSON can escape and
 * UTF-8 cannot carry, are replaced, so that an event is the same behind a topic; a key that holds one is left out.
 */
export function boundFields(fields: Fields): boolean {
  let count = 0;
  let cut = false;
  for (const key in fields) {
    const value = fields[key] ?? '';
    count++;
    if (count > MAX_FIELDS || key.length > MAX_KEY_CHARS || !key.isWellFormed()) {
      delete fields[key];
      cut = true;
    } else if (value.length > MAX_FIELD_CHARS) {
      fields[key] = value.slice(0, MAX_FIELD_CHARS).toWellFormed();
      cut = true;
    } else if (!value.isWellFormed()) fields[key] = value.toWellFormed();
  }
  return cut;
}
