import type { Candidate, Format, Mapped } from '../../format.ts';
import { readAsaMessage } from './asa-messages.ts';
import { type Fields, lineOf, noFields, put, referenceOf } from './line.ts';
import { readSyslogHeader } from './syslog-header.ts';
import { digitsAt } from './time.ts';

const DEVICES = ['%ASA-', '%FTD-', '%PIX-', '%FWSM-'];
const LOGSOURCE = { product: 'cisco', category: 'firewall', service: 'asa' };

interface Mark {
  readonly level: string;
  readonly id: string;
  /** Index of the text behind the colon. */
  readonly end: number;
}

/** `%ASA-6-302013: ` or `%ASA-session-6-302013: ` at the start. */
function markOf(message: string): Mark | null {
  const device = DEVICES.find((name) => message.startsWith(name));
  const colon = device === undefined ? -1 : message.slice(0, 48).indexOf(':');
  if (colon < 13 || digitsAt(message, colon - 6, 6) < 0 || message.charCodeAt(colon - 7) !== 45) return null;
  const end = message.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1;
  return { level: message.slice(colon - 8, colon - 7), id: message.slice(colon - 6, colon), end };
}

/** Whether the text begins as a message of a Cisco firewall. */
export function startsAsa(message: string): boolean {
  return message.charCodeAt(0) === 37 && markOf(message) !== null;
}

/** Maps the message; time and host come from the header before it. Of traffic the firewall is only the witness. */
export function mapAsa(message: string, time: number | null, host: string, candidate: Candidate): Mapped | null {
  const mark = markOf(message);
  if (mark === null) return null;
  const fields: Fields = noFields();
  const text = message.slice(mark.end);
  put(fields, 'message', text);
  put(fields, 'message_id', mark.id);
  put(fields, 'severity', mark.level);
  const facts = readAsaMessage(mark.id, text, fields);
  put(fields, 'src_ip', facts.srcIp ?? '');
  put(fields, 'dst_ip', facts.dstIp ?? '');
  if (facts.dstPort) put(fields, 'dst_port', `${facts.dstPort}`);
  const device = host || candidate.envelope.host;
  const places = facts.class === 'network' ? { host: '', observer: device } : { host: device };
  return {
    ...places,
    ...facts,
    time: time ?? candidate.envelope.time,
    code: mark.id,
    logsource: LOGSOURCE,
    fields,
    tainted: facts.tainted ?? [],
  };
}

/** Syslog of Cisco's ASA, FTD, PIX and FWSM firewalls. */
export const ciscoAsa: Format = {
  name: 'cisco_asa',
  hints: ['cisco_asa', 'asa', 'cisco_ftd', 'cisco_firewall'],
  recognises(candidate) {
    // The mark must stand where the message begins: elsewhere anyone may have written it.
    const head = candidate.text.slice(0, 256);
    if (!DEVICES.some((name) => head.includes(name))) return false;
    if (startsAsa(head)) return true;
    const header = readSyslogHeader(head, referenceOf(candidate));
    return header !== null && startsAsa(header.message);
  },
  map(candidate) {
    const text = lineOf(candidate);
    if (startsAsa(text)) return mapAsa(text, null, '', candidate);
    const header = readSyslogHeader(text, referenceOf(candidate));
    return header === null ? null : mapAsa(header.message, header.time, header.host, candidate);
  },
};
