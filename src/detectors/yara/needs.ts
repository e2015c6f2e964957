/** Literals, lower case, of which one stands in a text that matches, whatever its case. */
export type Clause = readonly string[];

/** What a text must have to match: of one alternative, something of each clause. */
export type Needs = readonly (readonly Clause[])[];

/** Nothing is sure: an alternative without clauses. */
export const ANYTHING: Needs = [[]];

export const isAnything = (needs: Needs): boolean => needs.some((clauses) => clauses.length === 0);

/** Alternatives that are kept apart, and clauses of one: beyond that the need is made weaker. */
const MOST = 16;

/** One of them is enough. */
export function anyOf(some: readonly Needs[]): Needs {
  if (some.length === 0 || some.some(isAnything)) return ANYTHING;
  const alternatives = some.flat();
  const simple = alternatives.filter(({ length }) => length === 1).flat();
  const others = alternatives.filter(({ length }) => length > 1);
  const apart = others.length > MOST ? [] : others;
  // the first clause of an alternative says less than the alternative, and may stand for it
  const joined = [...simple, ...(others.length > MOST ? others.flatMap(([first = []]) => [first]) : [])].flat();
  return joined.length === 0 ? apart : [[[...new Set(joined)]], ...apart];
}

/** Each of them is needed. */
export const allOf = (all: readonly Needs[]): Needs => all.filter((needs) => !isAnything(needs)).reduce(both, ANYTHING);

function both(one: Needs, other: Needs): Needs {
  if (one.length * other.length > MOST) return one;
  return one.flatMap((clauses) => other.map((more) => [...clauses, ...more].slice(0, MOST)));
}
