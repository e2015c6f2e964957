import { idOf } from '../../../domain/uuid5.ts';
import { membersOf, textOf, valueAt } from '../event-values.ts';
import type { Fields } from '../rule.ts';

const LONGEST = 512;

/** The text of a field, of a list that of its first text, number or boolean; null where there is none. What is longer keeps its beginning and a digest. */
export function fieldText(fields: Fields, name: string): string | null {
  const value = valueAt(fields, name);
  if (value === undefined || value === null) return null;
  const text = textOf(value) ?? (Array.isArray(value) ? firstIn(value) : null);
  return text !== null && text.length > LONGEST ? `${text.slice(0, LONGEST)}#${idOf(text)}` : text;
}

function firstIn(list: readonly unknown[]): string | null {
  for (const member of membersOf(list)) {
    const text = textOf(member);
    if (text !== null) return text;
  }
  return null;
}
