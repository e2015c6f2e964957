/** Values of the digits of a text that holds nothing else. */
export const digitsOf = (text: string): readonly number[] => Array.from(text, Number);

/** Sum of digit times weight. */
export const weighted = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, place) => sum + weight * (digits[place] ?? 0), 0);

/** Remainder of a whole number of any length, written in digits. */
export const remainder = (text: string, divisor: number): number =>
  digitsOf(text).reduce((rest, digit) => (rest * 10 + digit) % divisor, 0);

/** All digits alike: passes many rules, and is nobody's number. */
export const isOneDigit = (text: string): boolean => /^(\d)\1*$/.test(text);

/** A day of the calendar; year in full. */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** A day written YYMMDD, of this century or the last. */
export function isShortDay(text: string): boolean {
  const [year, month, day] = [text.slice(0, 2), text.slice(2, 4), text.slice(4, 6)].map(Number);
  return [1900, 2000].some((century) => isDay(century + (year ?? 0), month ?? 0, day ?? 0));
}
