import { fieldsIn } from './class-engine.ts';
import { scalarsIn, valueAt } from './event-values.ts';
import type { Fields, Rule } from './rule.ts';

const MOST_VALUES = 5;
const LONGEST_VALUE = 500;

/** The event's values of the fields that a rule asks for: why it matched, for a reader. */
export function valuesAsked({ condition }: Rule, fields: Fields) {
  return [...new Set(fieldsIn(condition))]
    .map((name) => ({ name, value: scalarsIn(valueAt(fields, name)).join(' ').slice(0, LONGEST_VALUE), expected: '' }))
    .filter(({ value }) => value !== '')
    .slice(0, MOST_VALUES);
}
