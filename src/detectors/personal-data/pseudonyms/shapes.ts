import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { PersonalType } from '../personal-type.ts';

/** Numbers below a bound, in an order that follows from the value. */
export type Draw = (below: number) => number;
/** A made-up value in the shape of a real one. */
export type Shape = (value: string, draw: Draw) => string;

const CONSONANTS = 'bcdfglmnprstvz';
const VOWELS = 'aeiou';

/** Each digit a digit, each letter a letter of its case that can be spoken, all else as it was. */
export function likeWritten(value: string, draw: Draw): string {
  let letters = 0;
  return value.replaceAll(/\p{L}\p{M}*|\p{N}/gu, (sign) => {
    if (/\p{N}/u.test(sign)) {
      letters = 0;
      return String(draw(10));
    }
    const from = letters++ % 2 === 0 ? CONSONANTS : VOWELS;
    const letter = from.charAt(draw(from.length));
    return sign === sign.toLowerCase() ? letter : letter.toUpperCase();
  });
}

const letters = (count: number, draw: Draw): string => likeWritten('x'.repeat(count), draw);

/** 240.0.0.0/4 is reserved (RFC 1112), 2001:db8::/32 for documentation (RFC 3849): nobody has such an address. */
const address: Shape = (value, draw) => {
  if (!value.includes(':')) return [240 + draw(15), draw(256), draw(256), draw(256)].join('.');
  const groups = Array.from({ length: 6 }, () => draw(65_536).toString(16));
  return ['2001', 'db8', ...groups].join(':');
};

/** At a domain of .invalid (RFC 2606). The sign between may be written %40. */
const email: Shape = (value, draw) => {
  const [, local = '', sign = '@'] = /^(.*?)(@|%40| ?[[({].{2,10}?[\])}] ?)/.exec(value) ?? [];
  return `${likeWritten(local, draw)}${sign}${letters(8, draw)}.invalid`;
};

const link: Shape = (value, draw) => `${/^https?:\/\//i.exec(value)?.[0] ?? ''}${letters(10, draw)}.invalid`;

/** Letters alone: nothing that a hunter of secrets would look at. */
const secret: Shape = (_, draw) => `secret-${letters(12, draw)}`;

/** Groups of digits become days, months and years that a calendar has; words stay as long as they were. */
const day: Shape = (value, draw) =>
  likeWritten(
    value.replaceAll(/\d+/g, (digits) => '#'.repeat(digits.length)),
    draw,
  ).replaceAll(/#+/g, (group) =>
    group.length >= 4
      ? String(1920 + draw(100)).padEnd(group.length, '01')
      : String(1 + draw(group.length === 1 ? 9 : 12)).padStart(group.length, '0'),
  );

/** Whole degrees below 90, decimals of any value. */
const place: Shape = (value, draw) =>
  value.replaceAll(/(\d+)([.,]\d+)?/g, (_, whole: string, decimals = '') => {
    const degrees = String(draw(Math.min(90, 10 ** whole.length))).padStart(whole.length, '0');
    return degrees + likeWritten(decimals, draw);
  });

/** The country and the length of an account number stay. */
const iban: Shape = (value, draw) => value.slice(0, 2) + likeWritten(value.slice(2), draw);

/** The code of the country stays. */
const phone: Shape = (value, draw) => {
  const code = parsePhoneNumberFromString(value.replace(/^00 ?/, '+'))?.countryCallingCode ?? '';
  const kept = code === '' ? 0 : value.indexOf(code) + code.length;
  return value.slice(0, kept) + likeWritten(value.slice(kept), draw);
};

/** No area 000 was ever given out. */
const ssn: Shape = (value, draw) => `000${likeWritten(value.slice(3), draw)}`;

const SHAPES: Partial<Record<PersonalType, Shape>> = {
  IP_ADDRESS: address,
  EMAIL: email,
  URL: link,
  SECRET: secret,
  DATE: day,
  DATE_OF_BIRTH: day,
  GEO: place,
  IBAN: iban,
  PHONE: phone,
  US_SSN: ssn,
};

/** The shape that made-up values of a type have. */
export const shapeOf = (type: PersonalType): Shape => SHAPES[type] ?? likeWritten;
