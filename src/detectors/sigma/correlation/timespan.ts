import { Refusal } from '../refusal.ts';
import type { Scalar } from '../tree.ts';

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
/** A month has 30 days and a year 365: a window must have one length. */
const UNITS: Readonly<Record<string, number>> = {
  s: SECOND,
  m: 60 * SECOND,
  h: 3_600 * SECOND,
  d: DAY,
  w: 7 * DAY,
  M: 30 * DAY,
  y: 365 * DAY,
};
const LONGEST = 10 * 365 * DAY;

/** Milliseconds of `90m`, `7d` and the like. */
export function timespanOf({ at, text }: Scalar): number {
  const [, count = '', unit = ''] = /^(\d{1,9})([smhdwMy])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? 0);
  if (ms > 0 && ms <= LONGEST) return ms;
  const shown = text.slice(0, 20);
  if (ms > LONGEST) throw new Refusal(at, 'timespan', `${shown}: longer than 10 years`);
  throw new Refusal(at, 'timespan', `${shown}: take a number and one of s, m, h, d, w, M, y, as in 90m`);
}
