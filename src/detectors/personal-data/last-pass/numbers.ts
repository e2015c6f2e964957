import { cpfHolds, cuilHolds, ibanHolds, luhnHolds, rutHolds, spanishLetterHolds } from './number-rules.ts';
import { isBetween, isDigit, isLetter, isWordSign } from './signs.ts';

/** Something that should not be left in a text, and by what it was seen. */
export interface Leftover {
  readonly start: number;
  readonly end: number;
  readonly sign: LeftoverSign;
}

export type LeftoverSign = 'email' | 'address' | 'phone' | 'number' | 'account' | 'token' | 'key' | 'password';

const SHORTEST = 8;

/** Walks over runs of letters, digits and single separators once, and asks the rules of each run. */
export function numbersLeft(text: string): readonly Leftover[] {
  const left: Leftover[] = [];
  for (let at = 0; at < text.length; ) {
    if (!isDigit(text.charCodeAt(at)) || (at > 0 && isDigit(text.charCodeAt(at - 1)))) {
      at++;
      continue;
    }
    const end = endOfRun(text, at);
    const start = startWithLetters(text, at);
    const sign = end - start < SHORTEST ? null : signOf(text, start, at, end);
    if (sign !== null) left.push({ start, end, sign });
    at = end;
  }
  return left;
}

/** Digits, letters that hang on them, and single separators before a digit or a lone letter of control. */
function endOfRun(text: string, start: number): number {
  let at = start;
  for (; at < text.length && at - start < 64; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code) || isLetter(code)) continue;
    if (!isBetween(code) || !goesOn(text, at + 1)) break;
  }
  return at;
}

const goesOn = (text: string, at: number): boolean =>
  isDigit(text.charCodeAt(at)) || (isLetter(text.charCodeAt(at)) && !isWordSign(text.charCodeAt(at + 1)));

const startWithLetters = (text: string, at: number): number => {
  let start = at;
  while (start > 0 && at - start < 2 && isLetter(text.charCodeAt(start - 1))) start--;
  return start > 0 && isWordSign(text.charCodeAt(start - 1)) ? at : start;
};

/** An account number stands in one piece or in groups of four. */
const IN_FOURS = /^[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?$/i;

function signOf(text: string, start: number, at: number, end: number): LeftoverSign | null {
  const written = text.slice(start, end);
  const bare = written.replaceAll(/[ ./-]/g, '').toUpperCase();
  if (IN_FOURS.test(written) && ibanHolds(bare)) return 'account';
  if (text.charAt(at - 1) === '+' && /^\d{2}[\d ()./-]{6,}/.test(text.slice(at, end))) return 'phone';
  return isSomebodys(written, bare) ? 'number' : null;
}

function isSomebodys(written: string, bare: string): boolean {
  if (/^(?:\d{8}|\d\d\.\d{3}\.\d{3})-?[A-Z]$|^[XYZ]-?\d{7}-?[A-Z]$/i.test(written) && spanishLetterHolds(bare))
    return true;
  if (/^\d{3}-\d{2}-\d{4}$/.test(written)) return !/^(?:000|666|9)/.test(written);
  if (/^\d{3}\.\d{3}\.\d{3}-\d\d$/.test(written)) return cpfHolds(bare);
  if (/^\d\d-\d{8}-\d$/.test(written)) return cuilHolds(bare);
  if (/^\d{1,2}\.\d{3}\.\d{3}-[\dK]$/i.test(written)) return rutHolds(bare);
  const isCardLike = /^(?:4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|5\d\d)\d{12})$/.test(bare);
  return isCardLike && /^\d{4}([ -]?)\d{4,6}\1\d{4,5}(?:\1\d{4})?$/.test(written) && luhnHolds(bare);
}
