import { digitsOf, isOneDigit, weighted } from './digits.ts';

/** Chile, Servicio de Impuestos Internos: weights 2 to 7 from the right, modulus 11; 11 is written 0 and 10 K. */
export function isRut(value: string): boolean {
  if (!/^\d{7,8}[0-9K]$/.test(value)) return false;
  const digits = digitsOf(value.slice(0, -1)).toReversed();
  const control = 11 - (weighted(digits, [2, 3, 4, 5, 6, 7, 2, 3]) % 11);
  return value.at(-1) === (control === 11 ? '0' : control === 10 ? 'K' : String(control));
}

/** Argentina, AFIP and ANSES: weights 5 4 3 2 7 6 5 4 3 2, modulus 11; the prefix tells the kind of person. */
export function isCuil(value: string): boolean {
  if (!/^(?:2[034567]|3[034])\d{9}$/.test(value)) return false;
  const control = 11 - (weighted(digitsOf(value), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
  return Number(value[10]) === (control === 11 ? 0 : control === 10 ? 9 : control);
}

/** Brazil, Receita Federal: two digits of control, weights from 2 upward from the right, modulus 11, under 2 gives 0. */
export function isCpf(value: string): boolean {
  if (!/^\d{11}$/.test(value) || isOneDigit(value)) return false;
  const digits = digitsOf(value);
  const first = brazilian(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]);
  return digits[9] === first && digits[10] === brazilian(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
}

/** The same for firms, weights 2 to 9; letters count as their ASCII code less 48 (Instrução Normativa RFB 2.229/2024). */
export function isCnpj(value: string): boolean {
  if (!/^[0-9A-Z]{12}\d{2}$/.test(value) || isOneDigit(value)) return false;
  const values = Array.from(value, (sign) => sign.charCodeAt(0) - 48);
  const weights = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
  return values[12] === brazilian(values, weights) && values[13] === brazilian(values, [6, ...weights]);
}

function brazilian(digits: readonly number[], weights: readonly number[]): number {
  const rest = weighted(digits, weights) % 11;
  return rest < 2 ? 0 : 11 - rest;
}

/** Uruguay, Dirección Nacional de Identificación Civil: weights 2 9 8 7 6 3 4, what lacks to ten; six digits get a zero in front. */
export function isUruguayanCi(value: string): boolean {
  if (!/^\d{7,8}$/.test(value) || isOneDigit(value)) return false;
  const digits = digitsOf(value.padStart(8, '0'));
  return digits[7] === (10 - (weighted(digits, [2, 9, 8, 7, 6, 3, 4]) % 10)) % 10;
}
