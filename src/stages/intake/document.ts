/** What the document around an event adds to it. */
import { flatten, MAX_FIELDS, noLists } from './fields.ts';
import type { Mapped } from './format.ts';

export interface Joined {
  readonly event: Mapped;
  /** Whether the event has no room for all of the document. */
  readonly cut: boolean;
}

/** The document's own fields beside the event's, which win. Whoever wrote them is unknown, so all are tainted. */
export function withFields(event: Mapped, document: Readonly<Record<string, unknown>>): Joined {
  const { fields } = event;
  const tainted = [...event.tainted];
  const lists = event.lists ?? noLists();
  const flat = flatten(document);
  let room = MAX_FIELDS - Object.keys(fields).length;
  let cut = false;
  for (const [name, value] of Object.entries(flat.fields)) {
    if (fields[name] !== undefined) continue;
    if (--room < 0) cut = true;
    else {
      fields[name] = value;
      const members = flat.lists[name];
      if (members) lists[name] = members;
      tainted.push(name);
    }
  }
  return { event: { ...event, lists, tainted }, cut };
}

/** What an object of no known format, or a message without its line, does not say of itself, as the document has it. */
export function withFacts(event: Mapped, document: Mapped): Mapped {
  if (event === document) return event;
  const { srcIp = '', srcPort = 0, dstIp = '', dstPort = 0 } = event.srcIp || event.dstIp ? event : document;
  return {
    ...event,
    action: event.action || document.action || '',
    user: event.user || document.user || '',
    process: event.process || document.process || '',
    url: event.url || document.url || '',
    ...{ srcIp, srcPort, dstIp, dstPort },
  };
}

/** The addresses, and failing all else the time, that its message tells in plain words, where the document names none. */
export function withAddresses(document: Mapped, message: Mapped): Mapped {
  const time = document.time ?? message.time;
  if (document.srcIp || document.dstIp || !message.srcIp) return { ...document, time };
  const { srcIp, dstIp = '' } = message;
  return { ...document, time, srcIp, dstIp, tainted: [...document.tainted, 'srcIp', 'dstIp'] };
}
