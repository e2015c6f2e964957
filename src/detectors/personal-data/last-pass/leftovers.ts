import type { PersonalSpan } from '../personal-type.ts';
import { type Leftover, numbersLeft } from './numbers.ts';
import { isWordSign } from './signs.ts';
import { addressesLeft, emailsLeft, secretsLeft } from './words.ts';

/**
 * The last look at a finished text, with none of the code that searched it: walks instead of patterns, rules of control
 * written anew. Answers what looks like personal data and is not one of the made-up values: anything stops the record.
 */
export function leftovers(text: string, inserted: readonly Pick<PersonalSpan, 'start' | 'end'>[]): readonly Leftover[] {
  const plain = text.normalize('NFKC').length === text.length ? text.normalize('NFKC') : text;
  const left = [...numbersLeft(plain), ...emailsLeft(plain), ...addressesLeft(plain), ...secretsLeft(plain)];
  const made = new Uint8Array(plain.length);
  for (const { start, end } of inserted) made.fill(1, start, end);
  return left.filter(({ start, end }) => signsOutside(plain, start, end, made) > MOST_OUTSIDE);
}

/** A made-up value may touch a sign or two of the text beside it. */
const MOST_OUTSIDE = 2;

function signsOutside(text: string, start: number, end: number, made: Uint8Array): number {
  let count = 0;
  for (let at = start; at < end; at++) if (made[at] === 0 && isWordSign(text.charCodeAt(at))) count++;
  return count;
}
