import type { Finding, PersonalType } from './personal-type.ts';

/** Types whose value says the same wherever it stands. */
const TELLING: ReadonlySet<PersonalType> = new Set(['PERSON', 'USERNAME', 'EMAIL', 'SECRET', 'PHONE', 'BLOCKED']);
const SHORTEST = 5;
const MOST_VALUES = 64;
const BESIDE = /[\p{L}\p{N}_]/u;

/** Further places of a plain text where a value stands that was found elsewhere: a name in a path, a password in an echo. */
export function repeats(plain: string, found: readonly Finding[]): readonly Finding[] {
  const values = new Map<string, Finding>();
  for (const finding of found) {
    const value = plain.slice(finding.start, finding.end);
    if (!TELLING.has(finding.type) || value.length < SHORTEST || /^[a-z]+$/.test(value) || values.has(value)) continue;
    if (values.size < MOST_VALUES) values.set(value, finding);
  }
  return [...values].flatMap(([value, { type }]) =>
    placesOf(plain, value).map((start) => ({ start, end: start + value.length, type, sureness: 1 as const })),
  );
}

function placesOf(plain: string, value: string): readonly number[] {
  const places: number[] = [];
  for (let at = plain.indexOf(value); at >= 0; at = plain.indexOf(value, at + value.length))
    if (!BESIDE.test(plain.charAt(at - 1)) && !BESIDE.test(plain.charAt(at + value.length))) places.push(at);
  return places;
}
