import type { DatePart } from './rule.ts';

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/;
const DAY_MS = 86_400_000;

/** A part of a date as it is written, ISO 8601, without a change of zone; null where the text has no such part. */
export function datePart(text: string, part: DatePart): number | null {
  const found = DATE.exec(text);
  if (!found) return null;
  const [, year, month, day, hour, minute] = found;
  const parts = { year, month, day, hour, minute };
  if (part === 'week') return week(Number(year), Number(month), Number(day));
  return parts[part] === undefined ? null : Number(parts[part]);
}

/** Week of the year by ISO 8601: the week of the year's first Thursday is the first. */
function week(year: number, month: number, day: number): number {
  const date = Date.UTC(year, month - 1, day);
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  const thursday = date + (3 - weekday) * DAY_MS;
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - newYear) / (7 * DAY_MS)) + 1;
}
