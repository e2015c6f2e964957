/** Readers for values that may be anything. They never throw. */
import { isObject } from './bounded-json.ts';

/** Text of a scalar; '' for anything else and for the dash that many sources write for nothing. */
export function text(value: unknown): string {
  if (typeof value === 'string') return value === '-' ? '' : value;
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
}

/** Number of a scalar, NaN where it is none. An object that says how it becomes a number is none either, and makes `Number` throw. */
export function numberOf(value: unknown): number {
  const scalar = text(value);
  return scalar === '' ? Number.NaN : Number(scalar);
}

/** The first that is not empty. */
export function firstText(...values: readonly unknown[]): string {
  for (const value of values) {
    const found = text(value);
    if (found !== '') return found;
  }
  return '';
}

/** The object under the key, or an empty one. */
export function part(source: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = source[key];
  return isObject(value) ? value : NOTHING;
}
const NOTHING: Readonly<Record<string, unknown>> = Object.freeze(Object.create(null));

/** A port number, 0 where there is none. */
export function port(value: unknown): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : 0;
  return Number.isInteger(number) && number > 0 && number <= 65_535 ? number : 0;
}

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f:.]{1,41}(?:%[\w.-]{1,20})?)$/i;
const MAPPED_V4 = '::ffff:';

/** An IP address in lower case, an IPv4 address mapped into IPv6 as IPv4; '' for anything else. */
export function address(value: unknown): string {
  if (typeof value !== 'string' || value.length < 2 || value.length > 64 || !ADDRESS.test(value)) return '';
  const lower = value.toLowerCase();
  return lower.startsWith(MAPPED_V4) && lower.includes('.') ? lower.slice(MAPPED_V4.length) : lower;
}

/** `DOMAIN\user`, or the user alone. */
export function account(domain: unknown, user: unknown): string {
  const name = text(user);
  const realm = text(domain);
  return name === '' || realm === '' ? name : `${realm}\\${name}`;
}
