import type { Draft, Kind, Operand } from './draft.ts';
import { base64, base64Offsets, utf16, utf16be, utf16le } from './encodings.ts';
import { expandTexts, joined, literalOf, mapTexts, patternOf } from './pattern.ts';
import { placed } from './placeholders.ts';
import { Refusal } from './refusal.ts';
import { ANY, type DatePart, type Order, type Pattern, type Where } from './rule.ts';

/** Values by the name of their placeholder. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

type Modifier = (draft: Draft, placeholders: Placeholders) => Draft;

/** Values that one test may grow to by windash, expand and base64offset. */
const MOST_VALUES = 5_000;

/** Applies a chain of modifiers, in the order in which they stand. */
export function applyModifiers(draft: Draft, names: readonly string[], placeholders: Placeholders): Draft {
  let result = draft;
  for (const name of names) {
    const modifier = MODIFIERS.get(name);
    if (!modifier) throw new Refusal(draft.at, 'modifier', `there is no modifier ${name.slice(0, 80)}`);
    result = modifier(result, placeholders);
    if (result.operands.length > MOST_VALUES)
      throw new Refusal(draft.at, 'modifier', `${name} makes more than ${MOST_VALUES} values of it`);
  }
  return result;
}

/** A modifier that makes another kind of test of it: there can be one. */
const becomes =
  (kind: Kind, name: string): Modifier =>
  (draft) => {
    if (draft.kind !== 'plain') throw new Refusal(draft.at, 'modifier', `${name} does not go with ${draft.kind}`);
    const isRaw = draft.operands.every(({ raw, value }) => raw !== null && (kind === 'exists' || value !== null));
    if (!isRaw) throw new Refusal(draft.at, 'modifier', `${name} takes a value as it is written`);
    return { ...draft, kind };
  };

/** A modifier that changes texts. */
const changes =
  (name: string, change: (operand: Operand, draft: Draft) => readonly Operand[]): Modifier =>
  (draft) => {
    if (draft.kind !== 'plain') throw new Refusal(draft.at, 'modifier', `${name} does not go with ${draft.kind}`);
    return { ...draft, isText: true, operands: draft.operands.flatMap((operand) => change(operand, draft)) };
  };

const changed = (operand: Operand, pattern: Pattern, isBytes = operand.isBytes): Operand => ({
  ...operand,
  pattern,
  isBytes,
  raw: null,
});

const stands =
  (where: Where, around: (pattern: Pattern) => Pattern): Modifier =>
  (draft) => {
    if (draft.where !== 'whole') throw new Refusal(draft.at, 'modifier', 'contains, startswith and endswith: take one');
    // the written value stays, as fieldref may follow
    const operands = draft.operands.map((operand) => ({ ...operand, pattern: around(operand.pattern) }));
    return { ...draft, where, operands, isText: true };
  };

const bytes = (name: string, encode: (text: string) => string): Modifier =>
  changes(name, (operand) => [changed(operand, mapTexts(operand.pattern, encode), true)]);

const encodes = (name: string, encode: (text: string, isBytes: boolean) => readonly string[]): Modifier =>
  changes(name, (operand, { at }) => {
    const text = literalOf(operand.pattern);
    if (text === null) throw new Refusal(at, 'modifier', `${name} of a value with wildcards`);
    return encode(text, operand.isBytes).map((one) => changed(operand, joined([one]), false));
  });

const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'];
/** Of the dashes those that open a word: `-x` has one, `a-b` and `--` have none. */
const OPENING_DASH = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/u;

function dashed(text: string): string[][] {
  const [head = '', ...rest] = text.split(OPENING_DASH);
  let made = [head];
  for (const piece of rest) {
    if (made.length > MOST_VALUES) break;
    made = made.flatMap((before) => DASHES.map((dash) => `${before}${dash}${piece}`));
  }
  return made.map((one) => [one]);
}

const flag =
  (letter: string): Modifier =>
  (draft) => {
    if (draft.kind !== 'regex') throw new Refusal(draft.at, 'modifier', `${letter} without re before it`);
    return { ...draft, flags: draft.flags + letter };
  };

const number = (draft: Draft, name: string, change: Partial<Draft>): Draft => {
  const isFresh = draft.kind === 'plain' && !draft.isText;
  if (!isFresh && draft.kind !== 'number') throw new Refusal(draft.at, 'modifier', `${name} is for numbers`);
  return { ...draft, kind: 'number', ...change };
};

const order =
  (name: Exclude<Order, 'eq'>): Modifier =>
  (draft) => {
    if (draft.order !== 'eq') throw new Refusal(draft.at, 'modifier', 'lt, lte, gt and gte: take one');
    return number(draft, name, { order: name });
  };

const date =
  (part: DatePart): Modifier =>
  (draft) => {
    if (draft.part !== null) throw new Refusal(draft.at, 'modifier', 'one part of a date at a time');
    return number(draft, part, { part });
  };

const expand: Modifier = (draft, placeholders) => {
  const operands = draft.operands.flatMap((operand) => {
    if (operand.raw === null) throw new Refusal(draft.at, 'expand', 'expand takes a value as it is written');
    return placed(operand.raw, placeholders, draft.at).map((raw) => ({
      ...operand,
      value: raw,
      raw,
      pattern: patternOf(raw),
    }));
  });
  // modifiers that stood before it were applied to the placeholder's name
  if (draft.where === 'whole') return { ...draft, operands };
  const wrapped = AROUND[draft.where];
  return { ...draft, operands: operands.map((one) => ({ ...one, pattern: wrapped(one.pattern) })) };
};

const AROUND: Readonly<Record<Where, (pattern: Pattern) => Pattern>> = {
  whole: (pattern) => pattern,
  inside: (pattern) => joined([ANY, ...pattern, ANY]),
  start: (pattern) => joined([...pattern, ANY]),
  end: (pattern) => joined([ANY, ...pattern]),
};

const MODIFIERS: ReadonlyMap<string, Modifier> = new Map<string, Modifier>([
  ['contains', stands('inside', AROUND.inside)],
  ['startswith', stands('start', AROUND.start)],
  ['endswith', stands('end', AROUND.end)],
  ['all', (draft) => ({ ...draft, isAll: true })],
  ['cased', (draft) => ({ ...draft, isCased: true })],
  ['neq', (draft) => ({ ...draft, isNegated: true })],
  ['exists', becomes('exists', 'exists')],
  ['re', becomes('regex', 're')],
  ['i', flag('i')],
  ['m', flag('m')],
  ['s', flag('s')],
  ['cidr', becomes('network', 'cidr')],
  ['fieldref', becomes('field', 'fieldref')],
  [
    'windash',
    changes('windash', (operand) => expandTexts(operand.pattern, dashed).map((one) => changed(operand, one))),
  ],
  ['wide', bytes('wide', utf16le)],
  ['utf16le', bytes('utf16le', utf16le)],
  ['utf16be', bytes('utf16be', utf16be)],
  ['utf16', bytes('utf16', utf16)],
  ['base64', encodes('base64', (text, isBytes) => [base64(text, isBytes)])],
  ['base64offset', encodes('base64offset', base64Offsets)],
  ['expand', expand],
  ['lt', order('lt')],
  ['lte', order('lte')],
  ['gt', order('gt')],
  ['gte', order('gte')],
  ['minute', date('minute')],
  ['hour', date('hour')],
  ['day', date('day')],
  ['week', date('week')],
  ['month', date('month')],
  ['year', date('year')],
]);

/** The pattern of a keyword: it is looked for anywhere in a value, unless a modifier says where. */
export const anywhere = AROUND.inside;
