import { requiredTexts } from './regex-texts.ts';
import type { Expression, Item, Pattern, Value } from './rule.ts';
import { SHORTEST_NEEDLE } from './searcher.ts';

/** Something simple about an event. A null field: any value of the event. */
export type Fact =
  | { readonly kind: 'present'; readonly field: string }
  /** A character that is not ASCII. */
  | { readonly kind: 'beyond'; readonly field: string }
  | {
      readonly kind: 'text';
      readonly field: string | null;
      /** Lower case, ASCII. */
      readonly text: string;
      readonly isStart: boolean;
      readonly isEnd: boolean;
    };

/**
 * Facts of which one holds wherever the expression does, chosen to hold seldom elsewhere; null where there are none,
 * as for what only says what must not be.
 */
export function necessaryFacts(expression: Expression): readonly Fact[] | null {
  return needed(expression, true);
}

function needed(expression: Expression, isWanted: boolean): readonly Fact[] | null {
  if (expression.kind === 'not') return needed(expression.of, !isWanted);
  if (expression.kind === 'item') return isWanted ? ofItem(expression) : ofAbsence(expression);
  const parts = expression.of.map((part) => needed(part, isWanted));
  return (expression.kind === 'and') === isWanted ? cheapest(parts) : oneOf(parts);
}

function cheapest(parts: readonly (readonly Fact[] | null)[]): readonly Fact[] | null {
  const price = (facts: readonly Fact[] | null) => (facts ? cost(facts) : Number.POSITIVE_INFINITY);
  return parts.reduce((best, part) => (price(part) < price(best) ? part : best), null);
}

function oneOf(parts: readonly (readonly Fact[] | null)[]): readonly Fact[] | null {
  if (parts.includes(null)) return null;
  const facts = (parts as readonly (readonly Fact[])[]).flat();
  const broad = facts.filter(({ kind }) => kind !== 'text');
  const once = new Map(broad.map((fact) => [`${fact.kind} ${fact.field}`, fact]));
  return [...facts.filter(({ kind }) => kind === 'text'), ...once.values()];
}

const cost = (facts: readonly Fact[]): number => facts.reduce((sum, fact) => sum + rarity(fact), 0);

/** A guess at the share of events in which a fact holds. */
function rarity(fact: Fact): number {
  if (fact.kind === 'present') return 1;
  if (fact.kind === 'beyond') return 0.01;
  const anchors = (fact.isStart ? 1 : 0) + (fact.isEnd ? 1 : 0);
  return ((1 / (1 + fact.text.length ** 2)) * (fact.field === null ? 5 : 1)) / (1 + anchors);
}

function ofItem({ field, values, isAll, isNegated }: Item): readonly Fact[] | null {
  if (isNegated) return field === null ? null : [{ kind: 'present', field }];
  const parts = values.map((value) => ofValue(value, field));
  return isAll ? cheapest(parts) : oneOf(parts);
}

/** A test that holds only of what is not there is false where the field is. */
function ofAbsence({ field, values, isNegated }: Item): readonly Fact[] | null {
  const isOfAbsence = values.every((value) => value.kind === 'null' || (value.kind === 'exists' && !value.wanted));
  return field !== null && isOfAbsence && !isNegated ? [{ kind: 'present', field }] : null;
}

function ofValue(value: Value, field: string | null): readonly Fact[] | null {
  const present: readonly Fact[] | null = field === null ? null : [{ kind: 'present', field }];
  switch (value.kind) {
    case 'null':
      return null;
    case 'exists':
      return value.wanted ? present : null;
    case 'text':
      return ofPattern(value.pattern, field) ?? present;
    case 'number':
      return [...new Set([value.text.toLowerCase(), String(value.number)])].map((text) => whole(text, field));
    case 'boolean':
      return [whole(String(value.boolean), field)];
    case 'regex':
      return ofRegex(value.source, value.flags, field) ?? present;
    default:
      return present;
  }
}

function ofRegex(source: string, flags: string, field: string | null): readonly Fact[] | null {
  const texts = requiredTexts(source, flags);
  return texts?.every((text) => text.length >= SHORTEST_NEEDLE) ? texts.map((text) => inside(text, field)) : null;
}

const whole = (text: string, field: string | null): Fact => ({ kind: 'text', field, text, isStart: true, isEnd: true });
const inside = (text: string, field: string | null): Fact => ({
  kind: 'text',
  field,
  text,
  isStart: false,
  isEnd: false,
});

/**
 * The longest run of ASCII in the texts of a pattern; its place is known where it is the pattern's first or last. Of
 * what has no such run, that it is not ASCII.
 */
function ofPattern(pattern: Pattern, field: string | null): readonly Fact[] | null {
  let best: (Fact & { kind: 'text' }) | null = null;
  for (const [index, part] of pattern.entries()) {
    if (typeof part !== 'string') continue;
    const lower = part.toLowerCase();
    for (const run of lower.matchAll(ASCII_RUN)) {
      const text = run[0];
      if (best && text.length <= best.text.length) continue;
      const isStart = index === 0 && run.index === 0;
      const isEnd = index === pattern.length - 1 && run.index + text.length === lower.length;
      best = { kind: 'text', field, text, isStart, isEnd };
    }
  }
  if (best && isSearchable(best)) return [best];
  return field !== null && pattern.some(isBeyond) ? [{ kind: 'beyond', field }] : null;
}

/** A lower case beyond ASCII is that of a character beyond ASCII. */
const isBeyond = (part: Pattern[number]): boolean => typeof part === 'string' && BEYOND_ASCII.test(part.toLowerCase());

const isSearchable = ({ text, isStart, isEnd }: Fact & { kind: 'text' }): boolean =>
  isStart || isEnd || text.length >= SHORTEST_NEEDLE;

export const ASCII_RUN = /[\0-\x7f]+/g;
export const BEYOND_ASCII = /[^\0-\x7f]/;
