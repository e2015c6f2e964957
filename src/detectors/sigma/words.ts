/** Items of rules in words, for those who ask why a rule matched. */
import { ANY, type Item, type Order, type Pattern, type Value, type Where } from './rule.ts';

const MOST_VALUES = 5;

/** `Image is '*\whoami.exe' or '*\net.exe'`. */
export function itemWords({ field, values, isAll, isNegated }: Item): string {
  const shown = values.slice(0, MOST_VALUES).map(valueWords);
  const more = values.length > shown.length ? [`${values.length - shown.length} more`] : [];
  const what = [...shown, ...more].join(isAll ? ' and ' : ' or ');
  return `${field ?? 'any value'} ${isNegated ? 'is there and not' : 'is'} ${what}`;
}

const ORDERS: Readonly<Record<Order, string>> = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' };
const PLACES: Readonly<Record<Where, string>> = {
  whole: 'the same as',
  start: 'begun by',
  end: 'ended by',
  inside: 'with',
};

function valueWords(value: Value): string {
  switch (value.kind) {
    case 'text':
      return `'${patternWords(value.pattern)}'${value.cased ? ' in this case' : ''}`;
    case 'number':
      return value.text;
    case 'boolean':
      return String(value.boolean);
    case 'null':
      return 'nothing (null)';
    case 'exists':
      return value.wanted ? 'there' : 'not there';
    case 'regex':
      return `like /${value.source}/${value.flags}`;
    case 'network':
      return `in ${value.text}`;
    case 'order':
      return `${value.part === null ? '' : `of a ${value.part} `}${ORDERS[value.order]} ${value.bound}`;
    case 'field':
      return `${PLACES[value.where]} the field ${value.name}`;
  }
}

const patternWords = (pattern: Pattern): string =>
  pattern.map((part) => (typeof part === 'string' ? part : part === ANY ? '*' : '?')).join('');
