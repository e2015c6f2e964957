/** What the parts of Sigma say to each other: events, rules as they were read, and faults. */

/** Names of a log source, lower case. An event has several, a rule one; a name that a rule leaves out is not looked at. */
export interface LogSource {
  readonly category?: string | undefined;
  readonly product?: string | undefined;
  readonly service?: string | undefined;
}

/** Names of log sources as they came: an entry that is no name is as if it were not there. */
export type LogSources = readonly Readonly<Record<string, unknown>>[];

/** Fields by name, as JSON gives them: nested ones too. */
export type Fields = Readonly<Record<string, unknown>>;

/** `*` in a pattern. */
export const ANY = 0;
/** `?` in a pattern. */
export const ONE = 1;
/** Literal text and wildcards, in turn; two texts never stand side by side. */
export type Pattern = readonly (string | typeof ANY | typeof ONE)[];

export type Where = 'whole' | 'start' | 'end' | 'inside';
export type DatePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
export type Order = 'eq' | 'lt' | 'lte' | 'gt' | 'gte';

/** One thing that a field's value may be. */
export type Value =
  | { readonly kind: 'text'; readonly pattern: Pattern; readonly cased: boolean }
  /** `text` is the number as it was written. */
  | { readonly kind: 'number'; readonly number: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly wanted: boolean }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  /** The first `bits` of `groups`, 16 bits each: two of them for version 4, eight for version 6. */
  | { readonly kind: 'network'; readonly groups: readonly number[]; readonly bits: number; readonly text: string }
  | { readonly kind: 'order'; readonly order: Order; readonly bound: number; readonly part: DatePart | null }
  | { readonly kind: 'field'; readonly name: string; readonly where: Where; readonly cased: boolean };

/** A field and what it must hold. */
export interface Item {
  readonly kind: 'item';
  /** Null: any value of the event, however deep. */
  readonly field: string | null;
  readonly values: readonly Value[];
  /** Each of the values is asked for, not one. */
  readonly isAll: boolean;
  /** The field must be there and hold none of it. */
  readonly isNegated: boolean;
}

export type Expression =
  | Item
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression };

/** What travels in the alerts of a rule or a correlation: a rule's licence may demand that its author be named. */
export interface About {
  /** `id`, else name, else title: no two rules of a set have the same. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly author: string;
  readonly references: readonly string[];
  readonly level: string;
  readonly status: string;
  readonly tags: readonly string[];
  readonly file: string;
  /** Of the whole document: another text, another digest. */
  readonly digest: string;
}

export interface Rule extends About {
  readonly logSource: LogSource;
  readonly condition: Expression;
}

/** Why a rule, or a part of a file, was not loaded. Lines and columns count from 1. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Id or title of the rule; empty where it has neither. */
  readonly rule: string;
  /** What is not supported or not right: `modifier`, `condition` … */
  readonly feature: string;
  readonly message: string;
}

/** True where the log source has every name that the rule's has. */
export const covers = (rule: LogSource, source: Readonly<Record<string, unknown>>): boolean =>
  isSame(rule.category, source.category) &&
  isSame(rule.product, source.product) &&
  isSame(rule.service, source.service);

const isSame = (wanted: string | undefined, name: unknown): boolean =>
  wanted === undefined || (typeof name === 'string' && name.toLowerCase() === wanted);
