import type { About, Order } from '../rule.ts';

export type CorrelationType =
  | 'event_count'
  | 'value_count'
  | 'value_sum'
  | 'value_avg'
  | 'value_percentile'
  | 'temporal'
  | 'temporal_ordered'
  /** The first rule, then none of the second within the timespan: not in Sigma, an addition of vedette. */
  | 'absence';

export interface Bound {
  readonly order: Order;
  readonly bound: number;
}

/** Which of the rules have to be there, by their place in the correlation's list. */
export type Presence =
  | { readonly kind: 'rule'; readonly rule: number }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Presence[] }
  | { readonly kind: 'not'; readonly of: Presence };

export interface Condition {
  /** The figure has to keep all of them; empty where `presence` decides. */
  readonly bounds: readonly Bound[];
  /** The fields that the figure is made of: several only for a count of combinations, none for counts of events. */
  readonly fields: readonly string[];
  /** 0 to 100, for percentiles only. */
  readonly percentile: number | null;
  /** The condition of a temporal correlation in words. */
  readonly presence: Presence | null;
}

/** A correlation rule, its references resolved. */
export interface Correlation extends About {
  readonly type: CorrelationType;
  /** Ids of rules and correlations, in order. */
  readonly rules: readonly string[];
  /** Fields or aliases; all hits of a group have the same values in them. */
  readonly groupBy: readonly string[];
  /** Alias → id of one of `rules` → the field that stands for the alias there. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly timespanMs: number;
  /** Null: all of the rules. */
  readonly condition: Condition | null;
  /** The rules it names go on to tell their own hits. */
  readonly generate: boolean;
  /** Hash over the texts of this correlation and of all that it rests on. */
  readonly version: string;
}

/** The field that stands for a field or an alias in the hits of one of the rules. */
export const fieldOf = ({ aliases }: Pick<Correlation, 'aliases'>, name: string, rule: string): string =>
  aliases.get(name)?.get(rule) ?? name;
