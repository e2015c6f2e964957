import { digitsOf } from './digits.ts';

/** ISO/IEC 7812-1 annex B: from the right every second digit is doubled, the digits are summed, tens must come out. */
export function passesLuhn(number: string): boolean {
  const sum = digitsOf(number)
    .toReversed()
    .reduce((total, digit, place) => total + (place % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  return sum % 10 === 0;
}

/** Ranges of issuers (ISO/IEC 7812; the networks publish them): Visa, Mastercard, Amex, Diners, Discover, JCB, UnionPay, Maestro. */
const ISSUER =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|(?:6011|64[4-9]\d|65\d\d)\d{12,15}|35(?:2[89]|[3-8]\d)\d{12,15}|(?:2131|1800)\d{11}|62\d{14,17}|(?:50|5[6-8]|6[037])\d{10,17})$/;

/** A payment card's number: an issuer's range, its length, and the check digit. */
export const isCard = (number: string): boolean => ISSUER.test(number) && passesLuhn(number);
