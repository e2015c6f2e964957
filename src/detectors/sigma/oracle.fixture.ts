/** The specification read as plainly as it goes: what the engine must agree with. Slow. */
import { datePart } from './date-part.ts';
import { decimalOf } from './draft.ts';
import { membersOf, scalarsIn, textOf, valueAt } from './event-values.ts';
import { addressGroups, isWithin } from './network.ts';
import { regexOf } from './regex.ts';
import {
  ANY,
  covers,
  type Expression,
  type Fields,
  type Item,
  type LogSources,
  ONE,
  type Pattern,
  type Rule,
  type Value,
  type Where,
} from './rule.ts';

/** True where the rule matches the event. */
export const matches = (rule: Rule, sources: LogSources, fields: Fields): boolean =>
  sources.some((source) => covers(rule.logSource, source)) && holds(rule.condition, fields);

function holds(expression: Expression, fields: Fields): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.of.every((part) => holds(part, fields));
    case 'or':
      return expression.of.some((part) => holds(part, fields));
    case 'not':
      return !holds(expression.of, fields);
    case 'item':
      return isMet(expression, fields);
  }
}

function isMet(item: Item, fields: Fields): boolean {
  const found = item.field === null ? scalarsIn(fields) : valueAt(fields, item.field);
  const isValue = (value: Value) => hasValue(value, found, fields);
  const isPositive = item.isAll ? item.values.every(isValue) : item.values.some(isValue);
  return item.isNegated ? found !== undefined && found !== null && !isPositive : isPositive;
}

function hasValue(value: Value, found: unknown, fields: Fields): boolean {
  if (value.kind === 'exists') return (found !== undefined) === value.wanted;
  if (value.kind === 'null') return found === undefined || membersOf(found).includes(null);
  return found !== undefined && membersOf(found).some((member) => isValue(value, member, fields));
}

function isValue(value: Value, member: unknown, fields: Fields): boolean {
  const text = textOf(member);
  if (text === null) return false;
  switch (value.kind) {
    case 'text':
      return value.cased ? like(value.pattern, text) : like(value.pattern.map(lower), text.toLowerCase());
    case 'number':
      return (
        member === value.number || text.toLowerCase() === value.text.toLowerCase() || text === String(value.number)
      );
    case 'boolean':
      return text.toLowerCase() === String(value.boolean);
    case 'regex':
      return regexOf(value.source, value.flags).find(text);
    case 'network': {
      const groups = addressGroups(text);
      return groups !== null && isWithin(value, groups);
    }
    case 'order': {
      const number = value.part === null ? decimalOf(text) : datePart(text, value.part);
      return number !== null && ORDERS[value.order](number, value.bound);
    }
    case 'field':
      return membersOf(valueAt(fields, value.name)).some((other) =>
        stands(value.where, text, textOf(other), value.cased),
      );
    default:
      return false;
  }
}

const lower = (part: Pattern[number]): Pattern[number] => (typeof part === 'string' ? part.toLowerCase() : part);

/** Each way to read the pattern is tried. */
function like(pattern: Pattern, text: string): boolean {
  const wanted = pattern.flatMap((part): Pattern => (typeof part === 'string' ? Array.from(part) : [part]));
  const characters = Array.from(text);
  let reached = new Set([0]);
  for (const part of wanted) {
    const next = new Set<number>();
    for (const at of reached) {
      if (part === ANY) for (let end = at; end <= characters.length; end++) next.add(end);
      else if (at < characters.length && (part === ONE || part === characters[at])) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(characters.length);
}

const ORDERS = {
  eq: (number: number, bound: number) => number === bound,
  lt: (number: number, bound: number) => number < bound,
  lte: (number: number, bound: number) => number <= bound,
  gt: (number: number, bound: number) => number > bound,
  gte: (number: number, bound: number) => number >= bound,
};

function stands(where: Where, text: string, other: string | null, isCased: boolean): boolean {
  if (other === null) return false;
  const [one, two] = isCased ? [text, other] : [text.toLowerCase(), other.toLowerCase()];
  if (where === 'start') return one.startsWith(two);
  if (where === 'end') return one.endsWith(two);
  return where === 'inside' ? one.includes(two) : one === two;
}
