import { type Fields, noFields } from '../../fields.ts';
import type { Candidate, Mapped } from '../../format.ts';

export { type Fields, noFields };

/** Longest text that a parser looks at, in characters; what lies behind is not parsed. */
export const MAX_TEXT = 65_536;
/** Most fields of one record that foreign keys may make. */
export const MAX_FIELDS = 96;
const MAX_KEY = 64;

/** What a parser of a message finds, before time, host and fields are added. */
export type Facts = Pick<Mapped, 'class'> & Partial<Omit<Mapped, 'time' | 'fields' | 'class'>>;

/** A product, category and service of Sigma. */
export type Logsource = Mapped['logsource'];

/** The candidate's text without its line end, bounded. A lone carriage return is data and stays. */
export function lineOf(candidate: Candidate): string {
  const { text } = candidate;
  let end = text.length;
  if (text.charCodeAt(end - 1) === 10) end -= text.charCodeAt(end - 2) === 13 ? 2 : 1;
  if (end > MAX_TEXT) end = MAX_TEXT;
  return end === text.length ? text : text.slice(0, end);
}

/** Sets a field unless the value is empty. */
export function put(fields: Fields, key: string, value: string): void {
  if (value !== '') fields[key] = value;
}

/** A foreign key, bounded. */
export function keyOf(text: string): string {
  return text.length > MAX_KEY ? text.slice(0, MAX_KEY) : text;
}

/** Index of the next space at or behind `from`, else the end of the text. */
export function wordEnd(text: string, from: number): number {
  const space = text.indexOf(' ', from);
  return space < 0 ? text.length : space;
}

/** Index of the first character at or behind `from` that is no space. */
export function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32) at++;
  return at;
}

/** What stands between two marks, the first of each, or '' where one is missing. */
export function between(text: string, before: string, after: string): string {
  const start = text.indexOf(before);
  if (start < 0) return '';
  const from = start + before.length;
  const end = text.indexOf(after, from);
  return end < 0 ? '' : text.slice(from, end);
}

/** The reference for times without a year; where the stage has none yet, the shipper's time. */
export function referenceOf(candidate: Candidate): number {
  return Number.isFinite(candidate.reference) ? candidate.reference : (candidate.envelope.time ?? Number.NaN);
}
