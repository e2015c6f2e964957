import type { Fields, LogSources } from '../../detectors/sigma/rule.ts';
import type { ReadLine } from './sighting.ts';

/** An event with its log sources, as `{"event":0,"logsources":[{"product":"windows"}],"fields":{...}}`. */
export interface Prepared {
  readonly event: number;
  readonly logsources: LogSources;
  readonly fields: Fields;
}

/** Reads events that bear their log sources and their number. */
export const readPrepared: ReadLine = ({ bytes }) => {
  const prepared = preparedOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
  if (prepared === null) return { kind: 'unread', why: 'not a prepared event' };
  const { event, logsources, fields } = prepared;
  return { kind: 'event', sources: logsources, fields, named: { event }, time: null };
};

/** Reads one line; null where it is no prepared event. */
export function preparedOf(text: string): Prepared | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isPrepared(value) ? value : null;
}

function isPrepared(value: unknown): value is Prepared {
  if (!isMap(value)) return false;
  const { event, logsources, fields } = value as Partial<Prepared>;
  return Number.isSafeInteger(event) && Array.isArray(logsources) && logsources.every(isMap) && isMap(fields);
}

const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
