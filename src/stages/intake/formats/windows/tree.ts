/** An event's XML as a tree of objects, in the spellings of the usual converters. */
import { isObject } from '../../bounded-json.ts';
import { noFields } from '../../fields.ts';
import { firstText, numberOf, part, text } from '../../read-value.ts';
import type { WindowsRecord } from './windows-record.ts';

type Json = Readonly<Record<string, unknown>>;

/** The object that holds System, with or without Event around it. */
export function treeOf(json: Json): Json | null {
  const event = isObject(json.Event) ? json.Event : json;
  return isObject(event.System) && event.System.EventID !== undefined ? event : null;
}

export function treeRecord(event: Json): WindowsRecord {
  const system = part(event, 'System');
  return {
    time: attribute(system.TimeCreated, 'SystemTime') || text(system.TimeCreated),
    host: content(system.Computer),
    channel: content(system.Channel),
    provider: attribute(system.Provider, 'Name') || text(system.Provider),
    eventId: numberOf(content(system.EventID)),
    recordId: content(system.EventRecordID),
    user: attribute(system.Security, 'UserID'),
    keywords: content(system.Keywords),
    data: isObject(event.EventData) ? eventData(event.EventData) : userData(part(event, 'UserData')),
  };
}

/** Text of an element that may carry attributes beside it. */
function content(element: unknown): string {
  return isObject(element)
    ? firstText(element['#text'], element._, element.$t, element.text, element.Value)
    : text(element);
}

function attribute(element: unknown, name: string): string {
  if (!isObject(element)) return '';
  const own = firstText(element[name], element[`@${name}`], element[`@_${name}`], element[`-${name}`]);
  return own || firstText(part(element, '#attributes')[name], part(element, '$')[name], part(element, '@')[name]);
}

/** Named data directly, or a list of Data elements with a Name each; unnamed ones stay a list under Data. */
function eventData(data: Json): Json {
  const items = data.Data;
  if (!Array.isArray(items) && !(isObject(items) && attribute(items, 'Name') !== '')) return data;
  const named: Record<string, unknown> = noFields();
  const unnamed: string[] = [];
  for (const item of Array.isArray(items) ? items : [items]) {
    const name = attribute(item, 'Name');
    if (name === '') unnamed.push(content(item));
    else named[name] = isObject(item) ? (item['#text'] ?? item._ ?? item.$t ?? item.text ?? item.Value ?? '') : '';
  }
  if (unnamed.length > 0) named.Data = unnamed.join('\n');
  return named;
}

/** UserData wraps its values in one element of the provider's own. */
function userData(data: Json): Json {
  for (const key in data) if (isObject(data[key])) return part(data, key);
  return data;
}
