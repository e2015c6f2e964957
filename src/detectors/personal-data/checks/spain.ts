import { digitsOf, remainder } from './digits.ts';

const LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
const letterOf = (digits: string): string => LETTERS.charAt(Number(digits) % 23);

/** Interior ministry, "Cálculo del dígito de control del NIF-NIE": the number divided by 23 picks the letter. */
export const isDni = (value: string): boolean => /^\d{8}[A-Z]$/.test(value) && letterOf(value.slice(0, 8)) === value[8];

/** The same with X, Y, Z read as 0, 1, 2. */
export const isNie = (value: string): boolean =>
  /^[XYZ]\d{7}[A-Z]$/.test(value) && letterOf(`${'XYZ'.indexOf(value.charAt(0))}${value.slice(1, 8)}`) === value[8];

/**
 * Number of a firm, Orden EHA/451/2008 and Real Decreto 1065/2007: digits in odd places doubled and their digits summed,
 * the rest summed; what lacks to ten is the control, a digit or a letter (J for 0) by kind of firm.
 */
export function isCif(value: string): boolean {
  if (!/^[A-HJNPQRSUVW]\d{7}[0-9A-J]$/.test(value)) return false;
  const sum = digitsOf(value.slice(1, 8)).reduce(
    (total, digit, place) => total + (place % 2 === 1 ? digit : digit * 2 - (digit > 4 ? 9 : 0)),
    0,
  );
  const control = (10 - (sum % 10)) % 10;
  const [kind, last] = [value.charAt(0), value.charAt(8)];
  if (/[NPQRSW]/.test(kind)) return last === 'JABCDEFGHI'[control];
  return /[ABEH]/.test(kind) ? last === String(control) : last === String(control) || last === 'JABCDEFGHI'[control];
}

/**
 * Number of social security (12 digits; of a firm 11): what stands before the last two leaves them when divided by 97.
 * Under ten million the serial counts without its leading zero (Tesorería General de la Seguridad Social).
 */
export function isNss(value: string): boolean {
  if (!/^\d{12}$/.test(value) || Number(value.slice(0, 2)) > 66 || value.startsWith('00')) return false;
  const [province, serial, control] = [value.slice(0, 2), value.slice(2, 10), Number(value.slice(10))];
  const whole = serial.startsWith('0') ? `${province}${serial.slice(1)}` : `${province}${serial}`;
  return remainder(whole, 97) === control;
}
