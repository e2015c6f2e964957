import { isObject } from '../../bounded-json.ts';
import { account, firstText, numberOf, part, text } from '../../read-value.ts';
import type { WindowsRecord } from './windows-record.ts';

type Json = Readonly<Record<string, unknown>>;

/** Winlogbeat: everything of Windows stands under `winlog`; before version 7 it stood at the top. */
export const isBeats = (json: Json): boolean =>
  isObject(json.winlog) || (typeof json.log_name === 'string' && json.event_id !== undefined);

export function beatsRecord(json: Json): WindowsRecord {
  const log = isObject(json.winlog) ? json.winlog : json;
  const user = part(log, 'user');
  const host = json.host;
  return {
    time: json['@timestamp'],
    host: firstText(log.computer_name, isObject(host) ? host.name : host),
    channel: firstText(log.channel, log.log_name),
    provider: firstText(log.provider_name, log.source_name),
    eventId: numberOf(log.event_id ?? part(json, 'event').code),
    recordId: firstText(log.record_id, log.record_number),
    user: account(user.domain, user.name) || text(user.identifier),
    keywords: '',
    data: isObject(log.event_data) ? log.event_data : part(log, 'user_data'),
  };
}
