import type { Fields, LogSource } from '../../detectors/sigma/rule.ts';
import { parseTime } from '../../stages/intake/parse-time.ts';
import type { ReadLine, Sighting } from './sighting.ts';

/** Reads lines of JSON whose fields are those of the rules, all of one log source. Events are numbered by line, from 0. */
export function flatReader(source: LogSource, timeField: string): ReadLine {
  const sources = [{ ...source }];
  return ({ bytes, number }): Sighting => {
    const fields = fieldsOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
    if (fields === null) return { kind: 'unread', why: 'no JSON object' };
    const time = parseTime(fields[timeField]);
    if (time === null) return { kind: 'unread', why: `no time in the field ${timeField}` };
    return { kind: 'event', sources, fields, named: { event: number - 1 }, time };
  };
}

function fieldsOf(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}
