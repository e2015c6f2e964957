import { digitsOf, isDay, isOneDigit, remainder, weighted } from './digits.ts';

/** France, INSEE: 13 digits (Corsica 2A and 2B read as 19 and 18) and what lacks of them to 97. */
export function isNir(value: string): boolean {
  if (!/^[1-4]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{8}$/.test(value)) return false;
  const number = value.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97 - remainder(number, 97) === Number(value.slice(13));
}

const CF_MONTHS = 'ABCDEHLMPRST';
/** Values of 0-9 in odd places; the letters A to J have the same, K to Z those after them. */
const CF_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const CF_SHAPE = /^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/;

/** Italy, Decreto Ministeriale 23 December 1976: odd and even places by their tables, modulus 26, a letter. */
export function isCodiceFiscale(value: string): boolean {
  if (!CF_SHAPE.test(value) || !CF_MONTHS.includes(value.charAt(8))) return false;
  const sum = Array.from(value.slice(0, 15)).reduce((total, sign, place) => {
    const even = /\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 65;
    return total + (place % 2 === 0 ? (CF_ODD[even] as number) : even);
  }, 0);
  return value.charCodeAt(15) - 65 === sum % 26;
}

/** Portugal, Autoridade Tributária: weights 9 to 2, modulus 11, over nine gives 0; the first digit tells the kind. */
export function isPortugueseNif(value: string): boolean {
  if (!/^(?:[125689]\d|3\d|45)\d{7}$/.test(value)) return false;
  const control = 11 - (weighted(digitsOf(value), [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return Number(value[8]) === (control > 9 ? 0 : control);
}

/** Germany, Bundeszentralamt für Steuern: ISO 7064 MOD 11,10; of the first ten digits one comes two or three times. */
export function isSteuerId(value: string): boolean {
  if (!/^[1-9]\d{10}$/.test(value)) return false;
  const counts = [...Map.groupBy(value.slice(0, 10), (digit) => digit).values()].map((all) => all.length);
  const repeated = counts.filter((count) => count > 1);
  if (repeated.length !== 1 || (repeated[0] as number) > 3) return false;
  const product = digitsOf(value.slice(0, 10)).reduce((carried, digit) => {
    const sum = (digit + carried) % 10 || 10;
    return (sum * 2) % 11;
  }, 10);
  return (11 - product) % 10 === Number(value[10]);
}

/** Netherlands, the "elfproef": weights 9 to 2 and -1, divisible by 11. */
export const isBsn = (value: string): boolean =>
  /^\d{9}$/.test(value) && !isOneDigit(value) && weighted(digitsOf(value), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;

/** Poland, Ustawa o ewidencji ludności: weights 1 3 7 9, what lacks to ten; the month carries the century. */
export function isPesel(value: string): boolean {
  if (!/^\d{11}$/.test(value)) return false;
  const [year, month, day] = [value.slice(0, 2), value.slice(2, 4), value.slice(4, 6)].map(Number) as [
    number,
    number,
    number,
  ];
  const century = [1900, 2000, 2100, 2200, 1800][Math.floor(month / 20)] as number;
  if (!isDay(century + year, month % 20, day)) return false;
  const sum = weighted(digitsOf(value), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
  return (10 - (sum % 10)) % 10 === Number(value[10]);
}

/** United Kingdom, HMRC manual NIM39110: letters and prefixes that are never given out; no digit of control. */
export const isNino = (value: string): boolean =>
  /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/.test(value) && !/^(?:BG|GB|NK|KN|TN|NT|ZZ)/.test(value);
