/**
 * The rules of control once more, written another way than those of the search: a fault in one is not in the other.
 * Numbers come as texts without separators, in capitals.
 */

/** From the right, by a table of doubled digits (ISO/IEC 7812-1). */
export function luhnHolds(number: string): boolean {
  const doubled = '0246813579';
  let sum = 0;
  for (let at = number.length - 1, isSecond = false; at >= 0; at--, isSecond = !isSecond)
    sum += Number(isSecond ? doubled.charAt(number.charCodeAt(at) - 48) : number.charAt(at));
  return sum % 10 === 0;
}

/** ISO 13616, with big integers. */
export function ibanHolds(iban: string): boolean {
  if (!/^[A-Z]{2}(?!0[01]|99)\d\d[A-Z0-9]{11,30}$/.test(iban)) return false;
  let digits = '';
  for (const sign of iban.slice(4) + iban.slice(0, 4)) digits += Number.parseInt(sign, 36);
  return BigInt(digits) % 97n === 1n;
}

/** DNI and NIE: the letter by its place among the 23. */
export function spanishLetterHolds(value: string): boolean {
  if (!/^[XYZ\d]\d{7}[A-Z]$/.test(value)) return false;
  const first = value.charCodeAt(0);
  const number = (first >= 88 ? String(first - 88) : value.charAt(0)) + value.slice(1, 8);
  return 'TRWAGMYFPDXBNJZSQVHLCKE'.indexOf(value.charAt(8)) === Number.parseInt(number, 10) % 23;
}

/** Brazil's CPF: both digits in one walk. */
export function cpfHolds(number: string): boolean {
  if (number.length !== 11 || new Set(number).size === 1) return false;
  let [first, second] = [0, 0];
  for (let at = 0; at < 9; at++) {
    const digit = number.charCodeAt(at) - 48;
    first += digit * (at + 1);
    second += digit * at;
  }
  first = (first % 11) % 10;
  second = ((second + first * 9) % 11) % 10;
  return number.endsWith(`${first}${second}`);
}

/** Argentina's CUIL and CUIT: with its digit of control the weighted sum is a multiple of eleven. */
export function cuilHolds(number: string): boolean {
  if (!/^(?:20|2[34567]|3[034])\d{9}$/.test(number)) return false;
  let sum = 0;
  for (let at = 0; at < 11; at++) sum += (number.charCodeAt(at) - 48) * ('54327654321'.charCodeAt(at) - 48);
  return sum % 11 === 0;
}

/** Chile's RUT: by the running sum that starts at one. */
export function rutHolds(value: string): boolean {
  let sum = 1;
  for (let at = value.length - 2, weight = 0; at >= 0; at--, weight++)
    sum = (sum + (value.charCodeAt(at) - 48) * (9 - (weight % 6))) % 11;
  return value.at(-1) === (sum === 0 ? 'K' : String(sum - 1));
}
