import { conditionOf as expressionOf } from '../condition.ts';
import { Refusal } from '../refusal.ts';
import type { Expression, Order } from '../rule.ts';
import { type Entry, entryOf, type Mapping, type Scalar } from '../tree.ts';
import type { Bound, Condition, CorrelationType, Presence } from './correlation.ts';

/** What a condition is read with: the type that it belongs to, and the rules by the names that it may use. */
export interface Around {
  readonly at: number;
  readonly type: CorrelationType;
  /** Of a median. */
  readonly percentile: number | null;
  readonly rules: readonly string[];
}

const ORDERS: ReadonlySet<string> = new Set<Order>(['eq', 'lt', 'lte', 'gt', 'gte']);
/** Of a count: no window holds more. */
const MOST = 1e9;
const MOST_FIELDS = 8;

/** Null: a correlation in time that asks for all of its rules, or an absence. */
export function conditionIn(entry: Entry | undefined, around: Around): Condition | null {
  const { type, at } = around;
  if (entry && type === 'absence') throw new Refusal(entry.at, 'condition', 'an absence has none');
  if (!entry) {
    if (type === 'temporal' || type === 'temporal_ordered' || type === 'absence') return null;
    throw new Refusal(at, 'condition', `${type} needs one`);
  }
  if (entry.value.kind === 'scalar') return inWords(entry.value, around);
  if (entry.value.kind === 'map') return inFigures(entry.value, around);
  throw new Refusal(entry.at, 'condition', 'it is no map');
}

function inWords({ at, text }: Scalar, { type, rules }: Around): Condition {
  if (type !== 'temporal')
    throw new Refusal(at, 'condition', `only a temporal correlation has one in words, no ${type}`);
  const searches = new Map(rules.map((name, rule) => [name, placeOf(rule)] as const));
  return { bounds: [], fields: [], percentile: null, presence: presenceOf(expressionOf(text, searches, at)) };
}

/** Stands for a rule while the words are read as those of a detection are. */
const placeOf = (rule: number): Expression => ({
  kind: 'item',
  field: String(rule),
  values: [],
  isAll: false,
  isNegated: false,
});

function presenceOf(expression: Expression): Presence {
  if (expression.kind === 'item') return { kind: 'rule', rule: Number(expression.field) };
  if (expression.kind === 'not') return { kind: 'not', of: presenceOf(expression.of) };
  return { kind: expression.kind, of: expression.of.map(presenceOf) };
}

function inFigures(map: Mapping, around: Around): Condition {
  const { type } = around;
  if (type === 'temporal_ordered') throw new Refusal(map.at, 'condition', 'temporal_ordered asks for all of its rules');
  const isOfValues = type.startsWith('value_');
  for (const { at, key } of map.entries) {
    const isKnown =
      ORDERS.has(key) || (key === 'field' && isOfValues) || (key === 'percentile' && asksPercentile(around));
    if (!isKnown) throw new Refusal(at, 'condition', `${key.slice(0, 80)} has no meaning for ${type}`);
  }
  const bounds = boundsIn(map, !isOfValues || type === 'value_count');
  const fields = isOfValues ? valueFieldsIn(map, type) : [];
  return { bounds, fields, percentile: percentileIn(map, around), presence: null };
}

const asksPercentile = ({ type, percentile }: Around): boolean => type === 'value_percentile' && percentile === null;

function boundsIn(map: Mapping, isCount: boolean): readonly Bound[] {
  const bounds = map.entries
    .filter(({ key }) => ORDERS.has(key))
    .map((entry) => ({ order: entry.key as Order, bound: boundOf(entry, isCount) }));
  if (bounds.length === 0) throw new Refusal(map.at, 'condition', 'one of gt, gte, lt, lte, eq is needed');
  if (isSatisfiable(bounds, isCount)) return bounds;
  throw new Refusal(map.at, 'condition', 'no figure keeps it');
}

function boundOf({ at, key, value }: Entry, isCount: boolean): number {
  const number = value.kind === 'scalar' ? value.value : null;
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw new Refusal(at, 'condition', `${key} takes a number`);
  if (!isCount || (Number.isInteger(number) && number >= 0 && number <= MOST)) return number;
  throw new Refusal(at, 'condition', `${key} takes a whole number from 0 to ${MOST}`);
}

/** True where a number keeps all bounds: a count is whole, and of one hit at least. */
function isSatisfiable(bounds: readonly Bound[], isCount: boolean): boolean {
  const tries = [1, ...bounds.flatMap(({ bound }) => [bound - 1, bound, bound + 1])];
  const between = bounds.flatMap(({ bound: a }) => bounds.map(({ bound: b }) => (a + b) / 2));
  const numbers = isCount ? tries.filter((number) => number >= 1) : [...tries, ...between];
  return numbers.some((number) => keeps(number, bounds));
}

/** True where the figure keeps all bounds. */
export function keeps(figure: number, bounds: readonly Bound[]): boolean {
  for (let index = 0; index < bounds.length; index++) {
    const { order, bound } = bounds[index] as Bound;
    if (!COMPARE[order](figure, bound)) return false;
  }
  return true;
}

const COMPARE: Readonly<Record<Order, (figure: number, bound: number) => boolean>> = {
  eq: (figure, bound) => figure === bound,
  lt: (figure, bound) => figure < bound,
  lte: (figure, bound) => figure <= bound,
  gt: (figure, bound) => figure > bound,
  gte: (figure, bound) => figure >= bound,
};

function valueFieldsIn(map: Mapping, type: CorrelationType): readonly string[] {
  const entry = entryOf(map, 'field');
  if (!entry) throw new Refusal(map.at, 'condition', `${type} needs a field`);
  const items = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  const fields = items.map((item) => (item.kind === 'scalar' && item.value !== null ? item.text : ''));
  if (fields.length === 0 || fields.length > MOST_FIELDS || fields.some((field) => field === '' || field.length > 256))
    throw new Refusal(entry.at, 'condition', `field takes a name, or a list of up to ${MOST_FIELDS}`);
  if (fields.length === 1 || type === 'value_count') return fields;
  throw new Refusal(entry.at, 'condition', `${type} takes one field`);
}

function percentileIn(map: Mapping, around: Around): number | null {
  if (!asksPercentile(around)) return around.percentile;
  const entry = entryOf(map, 'percentile');
  const percentile = entry?.value.kind === 'scalar' ? entry.value.value : null;
  if (typeof percentile === 'number' && percentile >= 0 && percentile <= 100) return percentile;
  throw new Refusal(entry?.at ?? map.at, 'condition', 'a percentile from 0 to 100 is needed');
}
