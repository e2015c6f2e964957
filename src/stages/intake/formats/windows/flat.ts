/** Flat rows as NXLog and the collectors of Windows Event Forwarding write them: header and data side by side. */
import { isObject } from '../../bounded-json.ts';
import { parseTime } from '../../parse-time.ts';
import { account, firstText, numberOf, text } from '../../read-value.ts';
import type { WindowsRecord } from './windows-record.ts';

type Json = Readonly<Record<string, unknown>>;

export const isFlat = (json: Json): boolean =>
  typeof json.Channel === 'string' &&
  json.EventID !== undefined &&
  (typeof json.Hostname === 'string' || typeof json.Computer === 'string');

export const flatRecord = (json: Json): WindowsRecord => ({
  time: timeOf(json),
  host: firstText(json.Hostname, json.Computer),
  channel: text(json.Channel),
  provider: firstText(json.SourceName, json.ProviderName, json.Provider_Name, json.Provider),
  eventId: numberOf(json.EventID),
  recordId: firstText(json.RecordNumber, json.EventRecordID),
  user: account(json.Domain, json.AccountName) || text(json.UserID),
  keywords: keywordsOf(json),
  data: isObject(json.EventData) ? { ...json, ...json.EventData } : json,
});

const ZONED = /(?:[zZ]|[+-]\d\d:?\d\d)$/;

/** NXLog writes local time without a zone unless it is told otherwise: what has a zone, or is in UTC by definition, counts first. */
function timeOf(json: Json): unknown {
  const said = [json.EventTime, json.TimeCreated, json.UtcTime, json['@timestamp'], json.timestamp];
  const readable = said.filter((time) => parseTime(time) !== null);
  return (
    readable.find((time) => time === json.UtcTime || ZONED.test(text(time)) || typeof time === 'number') ?? readable[0]
  );
}

const SUCCESS = '0x8020000000000000';
const FAILURE = '0x8010000000000000';

/** The audit result: NXLog names it, others keep the keywords as they are or in words. */
function keywordsOf(json: Json): string {
  const keywords = text(json.Keywords);
  if (keywords.startsWith('0x')) return keywords;
  const said = `${text(json.EventType)} ${keywords}`.toLowerCase();
  return /audit.failure/.test(said) ? FAILURE : /audit.success/.test(said) ? SUCCESS : '';
}
