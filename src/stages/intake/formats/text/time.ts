import { utc } from '../../calendar.ts';

/** A time read from a text and the index behind it. */
export interface Stamp {
  /** Epoch ms. */
  readonly time: number;
  readonly end: number;
}

const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';
const HALF_YEAR_MS = 182 * 86_400_000;

/** The number that exactly `count` digits at `at` make, else -1. */
export function digitsAt(text: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index++) {
    const code = text.charCodeAt(index);
    if (!(code >= 48 && code <= 57)) return -1;
    value = value * 10 + code - 48;
  }
  return value;
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  readonly end: number;
}

/** `hh:mm:ss` with an optional fraction after a point or comma. */
function clockAt(text: string, at: number): Clock | null {
  if (text.charCodeAt(at + 2) !== 58 || text.charCodeAt(at + 5) !== 58) return null;
  const hour = digitsAt(text, at, 2);
  const minute = digitsAt(text, at + 3, 2);
  const second = digitsAt(text, at + 6, 2);
  if (hour < 0 || minute < 0 || second < 0) return null;
  const mark = text.charCodeAt(at + 8);
  if ((mark !== 46 && mark !== 44) || digitsAt(text, at + 9, 1) < 0)
    return { hour, minute, second, ms: 0, end: at + 8 };
  let end = at + 9;
  let ms = 0;
  for (; end < at + 18 && digitsAt(text, end, 1) >= 0; end++)
    if (end < at + 12) ms = ms * 10 + text.charCodeAt(end) - 48;
  for (let missing = at + 12 - end; missing > 0; missing--) ms *= 10;
  return { hour, minute, second, ms, end };
}

/** `Z`, `+hh:mm`, `+hhmm` or `+hh` as minutes east of UTC; a text that names no zone is UTC. */
function zoneAt(text: string, at: number): { readonly minutes: number; readonly end: number } {
  const sign = text.charCodeAt(at);
  if (sign === 90 || sign === 122) return { minutes: 0, end: at + 1 };
  const hours = sign === 43 || sign === 45 ? digitsAt(text, at + 1, 2) : -1;
  if (hours < 0 || hours > 14) return { minutes: 0, end: at };
  const colon = text.charCodeAt(at + 3) === 58 ? 1 : 0;
  const minutes = digitsAt(text, at + 3 + colon, 2);
  const east = hours * 60 + Math.max(minutes, 0);
  return { minutes: sign === 45 ? -east : east, end: minutes < 0 ? at + 3 : at + 5 + colon };
}

/** `2024-05-14T12:00:37.822086Z`, with a space for the T, without a zone, or with an offset. */
export function isoAt(text: string, at: number): Stamp | null {
  if (text.charCodeAt(at + 4) !== 45 || text.charCodeAt(at + 7) !== 45) return null;
  const mark = text.charCodeAt(at + 10);
  const clock = mark === 84 || mark === 32 || mark === 116 ? clockAt(text, at + 11) : null;
  if (clock === null) return null;
  const { hour, minute, second, ms } = clock;
  const time = utc(
    digitsAt(text, at, 4),
    digitsAt(text, at + 5, 2),
    digitsAt(text, at + 8, 2),
    hour,
    minute,
    second,
    ms,
  );
  const zone = zoneAt(text, clock.end);
  return time === null ? null : { time: time - zone.minutes * 60_000, end: zone.end };
}

/** Month 1..12 of the three letters at `at`, else 0. */
function monthAt(text: string, at: number): number {
  const found = MONTHS.indexOf(text.slice(at, at + 3).toLowerCase());
  return found >= 0 && found % 3 === 0 && text.length >= at + 3 ? found / 3 + 1 : 0;
}

/** The moment in the year that puts it nearest to the reference; a 29 February looks for the nearest leap year. */
function nearest(reference: number, month: number, day: number, clock: Clock): number | null {
  const year = new Date(reference).getUTCFullYear();
  let best: number | null = null;
  for (let step = 0; step < 9; step++) {
    const candidate = year + (step % 2 === 0 ? -step / 2 : (step + 1) / 2);
    const time = utc(candidate, month, day, clock.hour, clock.minute, clock.second, clock.ms);
    if (time === null) continue;
    const distance = Math.abs(time - reference);
    if (distance <= HALF_YEAR_MS) return time;
    if (best === null || distance < Math.abs(best - reference)) best = time;
  }
  return best;
}

function dated(year: number, month: number, day: number, clock: Clock, reference: number): number | null {
  if (year < 0) return Number.isFinite(reference) ? nearest(reference, month, day, clock) : null;
  return utc(year, month, day, clock.hour, clock.minute, clock.second, clock.ms);
}

/** `May  4 12:00:06`, `May 14 2024 12:00:06.123`: the year, where missing, is the one nearest to the reference. */
export function bsdAt(text: string, at: number, reference: number): Stamp | null {
  const month = monthAt(text, at);
  if (month === 0 || text.charCodeAt(at + 3) !== 32) return null;
  let from = text.charCodeAt(at + 4) === 32 ? at + 5 : at + 4;
  const width = digitsAt(text, from, 2) >= 0 ? 2 : 1;
  const day = digitsAt(text, from, width);
  from += width;
  if (day < 0 || text.charCodeAt(from) !== 32) return null;
  const year = text.charCodeAt(from + 5) === 32 ? digitsAt(text, from + 1, 4) : -1;
  const clock = clockAt(text, year < 0 ? from + 1 : from + 6);
  const time = clock === null ? null : dated(year, month, day, clock, reference);
  return clock === null || time === null ? null : { time, end: clock.end };
}

/** `14/May/2024:12:05:51 +0000` of the common log format. */
export function clfAt(text: string, at: number): Stamp | null {
  if (text.charCodeAt(at + 2) !== 47 || text.charCodeAt(at + 6) !== 47 || text.charCodeAt(at + 11) !== 58) return null;
  const clock = clockAt(text, at + 12);
  if (clock === null) return null;
  const { hour, minute, second, ms } = clock;
  const time = utc(digitsAt(text, at + 7, 4), monthAt(text, at + 3), digitsAt(text, at, 2), hour, minute, second, ms);
  const zone = zoneAt(text, text.charCodeAt(clock.end) === 32 ? clock.end + 1 : clock.end);
  return time === null ? null : { time: time - zone.minutes * 60_000, end: zone.end };
}

/** `05/14-12:02:05.860`, `05/14/24-12:02:05.860` or `05/14/2024-12:02:05.860` of Snort and Suricata. */
export function snortAt(text: string, at: number, reference: number): Stamp | null {
  const month = digitsAt(text, at, 2);
  const day = digitsAt(text, at + 3, 2);
  if (month < 0 || day < 0 || text.charCodeAt(at + 2) !== 47) return null;
  const slash = text.charCodeAt(at + 5) === 47;
  const width = slash ? (text.charCodeAt(at + 8) === 45 ? 2 : 4) : 0;
  const mark = slash ? at + 6 + width : at + 5;
  const clock = text.charCodeAt(mark) === 45 ? clockAt(text, mark + 1) : null;
  const year = slash ? digitsAt(text, at + 6, width) + (width === 2 ? 2000 : 0) : -1;
  const time = clock === null ? null : dated(year, month, day, clock, reference);
  return clock === null || time === null ? null : { time, end: clock.end };
}
