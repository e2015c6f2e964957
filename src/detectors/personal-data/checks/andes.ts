import { digitsOf, isOneDigit, weighted } from './digits.ts';
import { passesLuhn } from './luhn.ts';

const isEcuadorianProvince = (value: string): boolean => {
  const province = Number(value.slice(0, 2));
  return (province >= 1 && province <= 24) || province === 30;
};

/** Ecuador, Registro Civil: province, third digit under 6, then the rule of Luhn over ten digits. */
export const isEcuadorianCedula = (value: string): boolean =>
  /^\d{2}[0-5]\d{7}$/.test(value) && isEcuadorianProvince(value) && passesLuhn(value);

/** Ecuador, SRI: the cédula with 001 and up; public bodies (third digit 6) and firms (9) by modulus 11. */
export function isEcuadorianRuc(value: string): boolean {
  if (!/^\d{13}$/.test(value) || !isEcuadorianProvince(value)) return false;
  const digits = digitsOf(value);
  const third = digits[2] as number;
  if (third < 6) return isEcuadorianCedula(value.slice(0, 10)) && value.slice(10) !== '000';
  if (third === 6) return lacking(digits, [3, 2, 7, 6, 5, 4, 3, 2]) === digits[8] && value.slice(9) !== '0000';
  return third === 9 && lacking(digits, [4, 3, 2, 7, 6, 5, 4, 3, 2]) === digits[9] && value.slice(10) !== '000';
}

/** What lacks to eleven; eleven itself is written 0, ten is never given out. */
function lacking(digits: readonly number[], weights: readonly number[]): number {
  const control = 11 - (weighted(digits, weights) % 11);
  return control === 11 ? 0 : control;
}

/** Dominican Republic, Junta Central Electoral: eleven digits, the rule of Luhn. */
export const isDominicanCedula = (value: string): boolean =>
  /^\d{11}$/.test(value) && !isOneDigit(value) && passesLuhn(value);

/** Colombia has no digit of control in the cédula: six to ten digits, of ten those that begin with 1. */
export const isColombianCedula = (value: string): boolean => /^(?:[1-9]\d{5,7}|1\d{9})$/.test(value);

/** Colombia, DIAN (Orden Administrativa 4 of 1989): primes as weights from the right, modulus 11. */
export function isNit(value: string): boolean {
  if (!/^[89]\d{9}$/.test(value) && !/^\d{10,11}$/.test(value)) return false;
  const digits = digitsOf(value.slice(0, -1)).toReversed();
  const rest = weighted(digits, [3, 7, 13, 17, 19, 23, 29, 37, 41, 43]) % 11;
  return Number(value.at(-1)) === (rest > 1 ? 11 - rest : rest);
}

/** Peru, SUNAT: prefix by kind, weights 5 4 3 2 7 6 5 4 3 2, modulus 11, 10 and 11 without the ten. */
export function isPeruvianRuc(value: string): boolean {
  if (!/^(?:1[0567]|20)\d{9}$/.test(value)) return false;
  const control = 11 - (weighted(digitsOf(value), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
  return Number(value[10]) === control % 10;
}

/** Venezuela, SENIAT: the letter counts 1 to 5 and weighs 4, digits 3 2 7 6 5 4 3 2, modulus 11, over nine gives 0. */
export function isRif(value: string): boolean {
  if (!/^[VEJPGC]\d{9}$/.test(value)) return false;
  const letter = { V: 1, E: 2, J: 3, C: 3, P: 4, G: 5 }[value.charAt(0)] ?? 0;
  const control = 11 - ((letter * 4 + weighted(digitsOf(value.slice(1)), [3, 2, 7, 6, 5, 4, 3, 2])) % 11);
  return Number(value[9]) === (control > 9 ? 0 : control);
}
