/** A count that fades with a longer half-life: it holds so many times the shorter one, the present included. */
interface Longer {
  readonly of: string;
  readonly times: number;
  /** Feature that says for how long there has been anything to count. */
  readonly age: string;
  readonly seconds: number;
}

const hour = (of: string, times: number): Longer => ({ of, times, age: 'entity_age', seconds: 3_600 });
const day = (of: string, times: number): Longer => ({ of, times, age: 'entity_age', seconds: 86_400 });

const LONGER: ReadonlyMap<string, Longer> = new Map([
  ['code_1m', hour('code_60m', 60)],
  ['code_5m', day('code_24h', 288)],
  ['code_60m', day('code_24h', 24)],
  ['entity_1m', hour('entity_60m', 60)],
  ['entity_5m', day('entity_24h', 288)],
  ['entity_60m', day('entity_24h', 24)],
]);

/**
 * How much of a counted feature is usual for the row's own entity, by the row alone: its rate over the longer time,
 * without the present. Null where the row does not tell, or the entity is not known for that long.
 */
export function usualHere(name: string, count: (feature: string) => number | undefined): number | null {
  const longer = LONGER.get(name);
  if (longer === undefined) return null;
  const [now, all, age] = [name, longer.of, longer.age].map(count);
  if (now === undefined || all === undefined || age === undefined || age < longer.seconds) return null;
  return Math.max(0, (all - now) / (longer.times - 1));
}
