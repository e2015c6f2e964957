import { endWithGiven, nameWithin } from '../names/name-words.ts';
import type { Finding, PersonalType } from '../personal-type.ts';
import type { Recogniser } from '../recogniser.ts';
import { FIELD_KINDS, type FieldKind } from './field-kinds.ts';
import { pairsOf, valueAt } from './pairs.ts';

/** Kinds of which a line of a machine says nothing about a person: ages of caches, document numbers with wrong digits. */
const IN_PROSE: ReadonlySet<PersonalType> = new Set(['RECORD_NUMBER', 'SEX', 'AGE']);

/** Values that the name of their field gives away. */
export const fields: Recogniser = ({ text, kind }) => {
  const found: Finding[] = [];
  for (const { key, start } of pairsOf(text)) {
    const field = fieldOf(key);
    if (field === undefined || (kind === 'line' && IN_PROSE.has(field.type))) continue;
    const value = valueAt(text, start, field.bare);
    if (value === null || !field.isValue(text.slice(...value))) continue;
    const end = trimmed(text, ...value);
    if (field.type === 'PERSON') addName(found, text, value[0], end);
    else found.push({ start: afterDomain(text, value[0], end, field), end, type: field.type, sureness: 2 });
  }
  return found;
};

function addName(found: Finding[], text: string, start: number, end: number): void {
  const name = nameWithin(text, start, end);
  if (name !== null) found.push({ start: name[0], end: endWithGiven(text, name[1]), type: 'PERSON', sureness: 2 });
}

/** An account without the domain of Windows before it. */
function afterDomain(text: string, start: number, end: number, { type }: FieldKind): number {
  const slash = type === 'USERNAME' ? text.slice(start, end).lastIndexOf('\\') : -1;
  return slash < 0 || start + slash + 1 >= end ? start : start + slash + 1;
}

const fieldOf = (key: string): FieldKind | undefined => FIELD_KINDS.find(({ keys }) => keys.test(key));

const trimmed = (text: string, start: number, end: number): number => {
  let last = end;
  while (last > start && /[\s.,;:]/.test(text.charAt(last - 1))) last--;
  return last;
};
