import type { Fields, LogSources } from '../../detectors/sigma/rule.ts';

/** An event with its log sources, as `{"event":0,"logsources":[{"product":"windows"}],"fields":{...}}`. */
export interface Prepared {
  readonly event: number;
  readonly logsources: LogSources;
  readonly fields: Fields;
}

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
