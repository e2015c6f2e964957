/** Timestamps as machines write them. Words, and times without a zone and a date, are left to the formats that know them. */
import { utc } from './calendar.ts';

const DIGITS = /^\d{9,20}(?:\.\d{1,12})?$/;

/** Epoch ms of an ISO 8601 text or of an epoch in s, ms, us or ns, told apart by magnitude; null for anything else. */
export function parseTime(value: unknown): number | null {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string' || value.length < 9 || value.length > 40) return null;
  if (value.charCodeAt(4) === 0x2d) return fromIso(value);
  return DIGITS.test(value) ? fromEpoch(Number(value)) : null;
}

/** Beyond it lies no time in ns, before it none in s, that a number of ms can tell. */
const LATEST_NS = 1e20;
const EARLIEST_S = -1e11;

function fromEpoch(value: number): number | null {
  if (!(value > EARLIEST_S && value < LATEST_NS)) return null;
  if (value < 1e11) return fromMicroseconds(value * 1e6);
  if (value < 1e14) return Math.floor(value);
  return fromMicroseconds(value < 1e17 ? value : value / 1e3);
}

/** Rounded first: a fraction of seconds has no exact double, and must not fall into the millisecond before. */
const fromMicroseconds = (value: number): number => Math.floor(Math.round(value) / 1e3);

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?)? ?(?:([Zz])|(?:UTC)|([+-])(\d\d):?(\d\d)?)?$/;

/** A time without a zone is UTC. */
function fromIso(value: string): number | null {
  const plain = plainUtc(value);
  if (plain !== null) return plain;
  const match = ISO.exec(value);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, , sign, zoneHour, zoneMinute] = match;
  const ms = fraction ? Number(fraction.slice(0, 3).padEnd(3, '0')) : 0;
  const zone = sign ? (Number(zoneHour) * 60 + Number(zoneMinute ?? 0)) * (sign === '-' ? -60_000 : 60_000) : 0;
  const moment = utc(
    Number(year),
    Number(month),
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
    ms,
  );
  return moment === null ? null : moment - zone;
}

const ZERO = 0x30;
const digit = (value: string, at: number): number => value.charCodeAt(at) - ZERO;
const two = (value: string, at: number): number => digit(value, at) * 10 + digit(value, at + 1);

/** The one shape that most sources write, without a regular expression: it is on the hottest path. */
function plainUtc(value: string): number | null {
  if (value.length !== SHAPE.length) return null;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (SHAPE[at] === ZERO ? code < ZERO || code > ZERO + 9 : code !== SHAPE[at]) return null;
  }
  const year = two(value, 0) * 100 + two(value, 2);
  const ms = digit(value, 20) * 100 + two(value, 21);
  return utc(year, two(value, 5), two(value, 8), two(value, 11), two(value, 14), two(value, 17), ms);
}
const SHAPE = Uint8Array.from('0000-00-00T00:00:00.000Z', (character) => character.charCodeAt(0));
