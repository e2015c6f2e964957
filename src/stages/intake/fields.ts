/** The source's own fields, flattened to text. Foreign keys live on objects without a prototype. */
import { isObject } from './bounded-json.ts';

export type Fields = Record<string, string>;
/** Members of the fields that are lists of two or more. */
export type Lists = Record<string, string[]>;

export interface Flat {
  readonly fields: Fields;
  readonly lists: Lists;
}

export const MAX_FIELDS = 256;
/** Script blocks, payloads and call traces of real telemetry are shorter. */
export const MAX_FIELD_CHARS = 65_536;
export const MAX_KEY_CHARS = 200;
export const MAX_MEMBERS = 1_024;
/** Of all names, values and members; three bytes each at most, so that an event stays below the 1 MiB of its topic. */
export const MAX_EVENT_CHARS = 262_144;

export const noFields = (): Fields => Object.create(null);
export const noLists = (): Lists => Object.create(null);
const nothing = (): Flat => ({ fields: noFields(), lists: noLists() });

/**
 * Adds every leaf of the source under its dotted path. Members of a list stand in one value, separated by line feeds;
 * so do the leaves of objects in a list; `lists` has them apart. JSON null and empty lists are absent. A path is cut
 * just behind its bound: thousands of leaves deep below long keys would make gigabytes of paths, none of which is kept.
 */
export function flatten(source: Readonly<Record<string, unknown>>, into = nothing(), prefix = ''): Flat {
  for (const key in source) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    add(into, path.length > MAX_KEY_CHARS ? path.slice(0, MAX_KEY_CHARS + 1) : path, source[key]);
  }
  return into;
}

function add(into: Flat, path: string, value: unknown): void {
  if (typeof value === 'string') put(into, path, value);
  else if (typeof value === 'number' || typeof value === 'boolean') put(into, path, `${value}`);
  else if (Array.isArray(value)) for (const member of value) add(into, path, member);
  else if (isObject(value)) flatten(value, into, path);
}

function put({ fields, lists }: Flat, path: string, value: string): void {
  const before = fields[path];
  if (before === undefined) {
    fields[path] = value;
    return;
  }
  const members = lists[path];
  if (members === undefined) lists[path] = [before, value];
  else if (members.length <= MAX_MEMBERS) members.push(value);
  if (before.length <= MAX_FIELD_CHARS) fields[path] = `${before}\n${value}`;
}

/**
 * Cuts to the bounds in place and says whether anything was cut. Halves of surrogate pairs, which JSON can escape and
 * UTF-8 cannot carry, are replaced, so that an event is the same behind a topic; a key that holds one is left out.
 */
export function boundFields({ fields, lists }: Flat): boolean {
  let count = 0;
  let size = 0;
  let cut = false;
  for (const key in fields) {
    if (++count > MAX_FIELDS || key.length > MAX_KEY_CHARS || !key.isWellFormed()) {
      delete fields[key];
      cut = true;
      continue;
    }
    const value = fields[key] as string;
    if (value.length > MAX_FIELD_CHARS) cut = true;
    const kept = bounded(value, MAX_FIELD_CHARS);
    if (kept !== value) fields[key] = kept;
    size += key.length + kept.length;
  }
  if (size > MAX_EVENT_CHARS) {
    size = cutAlike(fields);
    cut = true;
  }
  return boundLists(fields, lists, MAX_EVENT_CHARS - size) || cut;
}

const bounded = (value: string, limit: number): string => {
  const kept = value.length > limit ? value.slice(0, limit) : value;
  return kept.isWellFormed() ? kept : kept.toWellFormed();
};

/**
 * Cuts all values to one length and answers what is left, so that no long one pushes out another. Ends at 512: as many
 * fields as there may be, with names as long as they may be, have room then.
 */
function cutAlike(fields: Fields): number {
  let limit = MAX_FIELD_CHARS;
  while (sizeAt(fields, limit) > MAX_EVENT_CHARS) limit /= 2;
  for (const key in fields) fields[key] = bounded(fields[key] as string, limit);
  return sizeAt(fields, limit);
}

function sizeAt(fields: Fields, limit: number): number {
  let size = 0;
  for (const key in fields) size += key.length + Math.min((fields[key] as string).length, limit);
  return size;
}

/** What the fields leave is for lists, one after the other; a list without room is left to its field's text. */
function boundLists(fields: Fields, lists: Lists, space: number): boolean {
  let room = space;
  let cut = false;
  for (const key in lists) {
    const members = lists[key] as string[];
    if (members.length > MAX_MEMBERS) cut = true;
    const kept = members.slice(0, MAX_MEMBERS).map((member) => bounded(member, MAX_FIELD_CHARS));
    const size = kept.reduce((sum, member) => sum + member.length + 1, key.length);
    if (fields[key] === undefined || size > room) {
      delete lists[key];
      cut = true;
    } else {
      lists[key] = kept;
      room -= size;
    }
  }
  return cut;
}
