const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Epoch ms of a UTC date, null where there is no such moment. A leap second counts as the next second. */
export function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
): number | null {
  const sane = month >= 1 && month <= 12 && day >= 1 && day <= (DAYS[month - 1] ?? 0) && hour >= 0 && minute >= 0;
  if (!sane || hour > 23 || minute > 59 || second < 0 || second > 60 || year < 1970) return null;
  if (month === 2 && day === 29 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0))) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}
