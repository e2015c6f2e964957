import type { PersonalType } from '../personal-type.ts';
import { allMatches, isAfter, type Recogniser } from '../recogniser.ts';

/** A number with a rule. */
export interface Scheme {
  readonly type: PersonalType;
  /** Global; takes in what separates the groups. */
  readonly pattern: RegExp;
  /** Of the number without separators, in capitals. */
  readonly isValid: (number: string) => boolean;
  /** Words of which one must stand before the number; none: the shape says enough. */
  readonly words?: RegExp;
  /** A way of writing that nothing else has: no words are needed. */
  readonly telling?: RegExp;
}

const SEPARATORS = /[ .\-/]/g;

/** Finds the numbers of some schemes. */
export const numbersOf =
  (schemes: readonly Scheme[]): Recogniser =>
  ({ text, plain }) =>
    schemes.flatMap(({ type, pattern, isValid, words, telling }) => {
      const found = [];
      for (const match of allMatches(text, pattern)) {
        const written = match[0];
        if (!isValid(written.replaceAll(SEPARATORS, '').toUpperCase())) continue;
        const isTold = words === undefined || telling?.test(written) === true || isAfter(plain, match.index, words);
        if (isTold) found.push({ start: match.index, end: match.index + written.length, type, sureness: 3 as const });
      }
      return found;
    });
