import { ibanLength, isIban } from '../checks/iban.ts';
import { isCard, passesLuhn } from '../checks/luhn.ts';
import type { Finding } from '../personal-type.ts';
import { allMatches, type Recogniser } from '../recogniser.ts';
import { numbersOf } from './scheme.ts';

const cards = numbersOf([
  { type: 'CREDIT_CARD', pattern: /(?<![\w.-])\d(?:[ -]?\d){11,18}(?![\w-]|\.\d)/g, isValid: isCard },
  { type: 'CREDIT_CARD', pattern: /(?<![\w.-])\d{4}(?:[ -]\d{4}){3}(?![\w-]|\.\d)/g, isValid: isCard },
  {
    type: 'CREDIT_CARD',
    pattern: /(?<![\w.-])\d{12,19}(?![\w-]|\.\d)/g,
    isValid: passesLuhn,
    words:
      /\b(?:cards?|cc|visa|mastercard|amex|atm|tarjetas?|pan)\b(?: (?:number|no|num|numero|is|es|de|credito|debito))*["':=.# ]{1,4}$/,
  },
]);

const IBAN_START = /(?<![A-Za-z0-9])[A-Za-z]{2}\d\d(?=[ -]?[A-Za-z0-9])/g;
const SIGN = /[A-Z0-9]/i;

/** Account numbers: the country says how many signs there are, alone or in groups. */
const ibans: Recogniser = ({ text }) => {
  const found: Finding[] = [];
  for (const { 0: head, index } of allMatches(text, IBAN_START)) {
    const length = ibanLength(head.slice(0, 2).toUpperCase());
    const end = length === null ? null : endOfSigns(text, index, length);
    if (end === null) continue;
    const number = text.slice(index, end).replaceAll(/[ -]/g, '').toUpperCase();
    if (isIban(number)) found.push({ start: index, end, type: 'IBAN', sureness: 3 });
  }
  return found;
};

/** Where so many letters and digits end, single spaces and dashes left out; null where others follow or break them. */
function endOfSigns(text: string, start: number, count: number): number | null {
  let at = start;
  for (let left = count; left > 0; at++) {
    if (SIGN.test(text.charAt(at))) left--;
    else if (!/[ -]/.test(text.charAt(at)) || !SIGN.test(text.charAt(at - 1))) return null;
  }
  return /[\p{L}\p{N}]/u.test(text.charAt(at)) ? null : at;
}

/** Cards and accounts. */
export const payment: Recogniser = (view) => [...cards(view), ...ibans(view)];
