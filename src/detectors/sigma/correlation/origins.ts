import { type Correlation, fieldOf } from './correlation.ts';

/** Base rule → the fields of its events that hold the values of a correlation's group-by; null: two ways differ. */
export type Origins = ReadonlyMap<string, readonly string[] | null>;

export interface Part {
  readonly id: string;
  /** Null: a base rule. */
  readonly of: { readonly groupBy: readonly string[]; readonly origins: Origins } | null;
}

/** Follows the group-by of a correlation through its inner correlations down to the events. */
export function originsOf(correlation: Correlation, parts: readonly Part[]): Origins {
  const all = new Map<string, readonly string[] | null>();
  for (const { id, of } of parts) {
    const fields = correlation.groupBy.map((name) => fieldOf(correlation, name, id));
    if (of === null) put(all, id, fields);
    else for (const [rule, inner] of of.origins) put(all, rule, through(fields, of.groupBy, inner));
  }
  return all;
}

const through = (fields: readonly string[], groupBy: readonly string[], inner: readonly string[] | null) =>
  inner && fields.map((field) => inner[groupBy.indexOf(field)] ?? '');

function put(all: Map<string, readonly string[] | null>, rule: string, fields: readonly string[] | null): void {
  const known = all.get(rule);
  const isSame = known === undefined || known?.every((field, at) => field === fields?.[at]);
  all.set(rule, isSame ? fields : null);
}

/** A base rule that is reached on two ways that differ. */
export const conflictIn = (origins: Origins): string | null =>
  [...origins].find(([, fields]) => fields === null)?.[0] ?? null;
