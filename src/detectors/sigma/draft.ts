import { patternOf } from './pattern.ts';
import { Refusal } from './refusal.ts';
import type { DatePart, Order, Pattern, Value, Where } from './rule.ts';
import type { Scalar, ScalarValue } from './tree.ts';

/** A value on its way through the modifiers. */
export interface Operand {
  readonly value: ScalarValue;
  readonly pattern: Pattern;
  /** As it was written; null once it was changed, as a regex or a network must be taken before that. */
  readonly raw: string | null;
  /** The characters of the pattern are bytes. */
  readonly isBytes: boolean;
}

export type Kind = 'plain' | 'regex' | 'network' | 'field' | 'exists' | 'number';

/** A field's test on its way through the modifiers. */
export interface Draft {
  readonly at: number;
  readonly operands: readonly Operand[];
  readonly kind: Kind;
  readonly where: Where;
  readonly flags: string;
  readonly part: DatePart | null;
  readonly order: Order;
  readonly isCased: boolean;
  readonly isAll: boolean;
  readonly isNegated: boolean;
  /** A modifier was used that asks for text. */
  readonly isText: boolean;
}

export function draftOf(at: number, values: readonly Scalar[]): Draft {
  return {
    at,
    operands: values.map(({ value, text }) => ({ value, pattern: patternOf(text), raw: text, isBytes: false })),
    kind: 'plain',
    where: 'whole',
    flags: '',
    part: null,
    order: 'eq',
    isCased: false,
    isAll: false,
    isNegated: false,
    isText: false,
  };
}

/** The values that a draft stands for in the end. Refuses what does not go together. */
export function valuesOf(draft: Draft): readonly Value[] {
  const { kind, at, isCased } = draft;
  if (isCased && kind !== 'plain' && kind !== 'field')
    throw new Refusal(at, 'modifier', `cased does not go with ${kind}`);
  if (draft.where !== 'whole' && kind !== 'plain' && kind !== 'field')
    throw new Refusal(at, 'modifier', `contains, startswith and endswith do not go with ${kind}`);
  if (kind === 'exists' && (draft.operands.length !== 1 || draft.isNegated))
    throw new Refusal(at, 'modifier', 'exists takes one true or false, and no neq');
  return draft.operands.map((operand) => FINISH[kind](draft, operand));
}

const FINISH: Readonly<Record<Kind, (draft: Draft, operand: Operand) => Value>> = {
  plain: plainValue,
  regex: ({ flags }, operand) => ({ kind: 'regex', source: rawOf(operand), flags }),
  network: (_, operand) => ({ kind: 'network', groups: [], bits: 0, text: rawOf(operand) }),
  field: ({ where, isCased: cased }, operand) => ({ kind: 'field', name: rawOf(operand), where, cased }),
  exists: ({ at }, { value }) => {
    if (typeof value === 'boolean') return { kind: 'exists', wanted: value };
    throw new Refusal(at, 'modifier', 'exists takes true or false');
  },
  number: ({ at, order, part }, operand) => ({ kind: 'order', order, part, bound: numberOf(operand, at) }),
};

function plainValue({ isText, isCased, at }: Draft, { value, pattern, raw }: Operand): Value {
  if (value === null) {
    if (!isText) return { kind: 'null' };
    throw new Refusal(at, 'modifier', 'a modifier of texts on null');
  }
  if (isText || isCased || typeof value === 'string') return { kind: 'text', pattern, cased: isCased };
  if (typeof value === 'boolean') return { kind: 'boolean', boolean: value };
  return { kind: 'number', number: value, text: raw ?? String(value) };
}

const rawOf = ({ raw }: Operand): string => raw ?? '';

function numberOf({ value, raw }: Operand, at: number): number {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' ? decimalOf(raw ?? '') : null;
  if (number !== null) return number;
  throw new Refusal(at, 'modifier', 'a number is needed');
}

/** A number in decimal notation, else null: `0x10` is none. */
export const decimalOf = (text: string): number | null =>
  /^[+-]?\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,4})?$/.test(text) ? Number(text) : null;
