import type { Fields } from './rule.ts';

/** What stands under a name; undefined where nothing does. A name with dots is a path, unless the event has it whole. */
export function valueAt(fields: Fields, name: string): unknown {
  if (Object.hasOwn(fields, name)) return fields[name];
  return name.includes('.') ? atPath(fields, name.split('.')) : undefined;
}

/** What stands at the end of a path; of a list on the way, what its members have there. */
function atPath(from: unknown, path: readonly string[]): unknown {
  let values: readonly unknown[] = [from];
  let isList = false;
  for (const name of path) {
    isList ||= values.some(Array.isArray);
    values = values.flatMap(membersOf).filter((value) => isMap(value) && Object.hasOwn(value, name));
    values = (values as Fields[]).map((value) => value[name]);
  }
  if (values.length === 0) return undefined;
  return isList ? values : values[0];
}

const isMap = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members of a list, of lists within it too; everything else is its own only member. */
export function membersOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  const members: unknown[] = [];
  const waiting: unknown[] = [...value].reverse();
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (Array.isArray(next)) for (let at = next.length - 1; at >= 0; at--) waiting.push(next[at]);
    else members.push(next);
  }
  return members;
}

/** Texts, numbers and booleans anywhere in a value, however deep. */
export function scalarsIn(value: unknown): readonly unknown[] {
  const scalars: unknown[] = [];
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) waiting.push(inner);
    else if (next !== null && next !== undefined) scalars.push(next);
  }
  return scalars;
}

/** What texts are compared with: null where the value is no text, number or boolean. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
