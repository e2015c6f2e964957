import { datePart } from './date-part.ts';
import { decimalOf } from './draft.ts';
import { isLike } from './glob.ts';
import { addressGroups, isWithin } from './network.ts';
import { literalOf, mapTexts } from './pattern.ts';
import { regexOf } from './regex.ts';
import { leastLength, requiredTexts } from './regex-texts.ts';
import { ANY, type Order, type Pattern, type Value, type Where } from './rule.ts';
import type { Slot } from './slot.ts';

/** One value of a rule against a slot that has a text. */
export type Test = (slot: Slot) => boolean;

/** Slots of other fields, for comparisons of one with another. */
export interface Others {
  /** Null where the event has no such field. */
  slot(field: string): Slot | null;
}

/** The tests of a list of values of which one must hold; equal texts are looked up together. */
export function testsOfAny(values: readonly Value[], others: Others): readonly Test[] {
  const words = new Set<string>();
  const rest = values.filter((value) => {
    const literal = value.kind === 'text' && !value.cased ? literalOf(value.pattern) : null;
    if (literal !== null) words.add(literal.toLowerCase());
    return literal === null;
  });
  const tests = rest.map((value) => testOf(value, others));
  return words.size > 0 ? [(slot) => words.has(slot.lower()), ...tests] : tests;
}

export function testOf(value: Value, others: Others): Test {
  switch (value.kind) {
    case 'text':
      return textTest(value.pattern, value.cased);
    case 'number': {
      const words = new Set([value.text.toLowerCase(), String(value.number)]);
      return (slot) => words.has(slot.lower());
    }
    case 'boolean':
      return (slot) => slot.lower() === String(value.boolean);
    case 'null':
      return () => false;
    case 'exists':
      return () => value.wanted;
    case 'regex':
      return regexTest(value.source, value.flags);
    case 'network':
      return ({ text }) => {
        const groups = addressGroups(text ?? '');
        return groups !== null && isWithin(value, groups);
      };
    case 'order':
      return orderTest(value.order, value.bound, (text) => (value.part ? datePart(text, value.part) : decimalOf(text)));
    case 'field':
      return fieldTest(value.name, value.where, value.cased, others);
  }
}

function textTest(written: Pattern, isCased: boolean): Test {
  const pattern = isCased ? written : mapTexts(written, (text) => text.toLowerCase());
  const test = patternTest(pattern);
  return isCased ? ({ text }) => test(text ?? '') : (slot) => test(slot.lower());
}

function patternTest(pattern: Pattern): (text: string) => boolean {
  const literal = literalOf(pattern);
  if (literal !== null) return (text) => text === literal;
  const [first, second, third] = pattern;
  if (pattern.length === 1 && first === ANY) return () => true;
  if (pattern.length === 2 && first === ANY && typeof second === 'string') return (text) => text.endsWith(second);
  if (pattern.length === 2 && second === ANY && typeof first === 'string') return (text) => text.startsWith(first);
  if (pattern.length === 3 && first === ANY && third === ANY && typeof second === 'string')
    return (text) => text.includes(second);
  return (text) => isLike(pattern, text);
}

/** The expression is asked only where the text is long enough and has one of the texts that it needs. */
function regexTest(source: string, flags: string): Test {
  const regex = regexOf(source, flags);
  const texts = requiredTexts(source, flags);
  const least = leastLength(source);
  return (slot) => {
    const text = slot.text ?? '';
    if (text.length < least || texts?.every((needed) => !slot.lower().includes(needed))) return false;
    return regex.find(text);
  };
}

const ORDERS: Readonly<Record<Order, (number: number, bound: number) => boolean>> = {
  eq: (number, bound) => number === bound,
  lt: (number, bound) => number < bound,
  lte: (number, bound) => number <= bound,
  gt: (number, bound) => number > bound,
  gte: (number, bound) => number >= bound,
};

function orderTest(order: Order, bound: number, numberOf: (text: string) => number | null): Test {
  const isInOrder = ORDERS[order];
  return ({ text }) => {
    const number = numberOf(text ?? '');
    return number !== null && isInOrder(number, bound);
  };
}

const PLACES: Readonly<Record<Where, (text: string, other: string) => boolean>> = {
  whole: (text, other) => text === other,
  start: (text, other) => text.startsWith(other),
  end: (text, other) => text.endsWith(other),
  inside: (text, other) => text.includes(other),
};

function fieldTest(name: string, where: Where, isCased: boolean, others: Others): Test {
  const isInPlace = PLACES[where];
  const read = (slot: Slot) => (isCased ? (slot.text ?? '') : slot.lower());
  return (slot) => {
    const other = others.slot(name);
    if (!other) return false;
    const found = other.members ?? [other];
    return found.some((one) => one.text !== null && isInPlace(read(slot), read(one)));
  };
}
