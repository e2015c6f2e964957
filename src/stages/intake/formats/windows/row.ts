import { isObject } from '../../bounded-json.ts';
import { numberOf, part, text } from '../../read-value.ts';
import type { WindowsRecord } from './windows-record.ts';

type Json = Readonly<Record<string, unknown>>;

/** A flat row: ts, host, channel, provider, event_id and the data by name. */
export const isRow = (json: Json): boolean =>
  typeof json.channel === 'string' && json.event_id !== undefined && isObject(json.data);

export const rowRecord = (json: Json): WindowsRecord => ({
  time: json.ts ?? json['@timestamp'] ?? json.timestamp,
  host: text(json.host),
  channel: text(json.channel),
  provider: text(json.provider),
  eventId: numberOf(json.event_id),
  recordId: text(json.record_id),
  user: '',
  keywords: '',
  data: part(json, 'data'),
});
