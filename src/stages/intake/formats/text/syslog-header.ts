import { skipSpaces, wordEnd } from './line.ts';
import { readStructured } from './structured-data.ts';
import { bsdAt, digitsAt, isoAt, type Stamp } from './time.ts';

/** What stands before the message of a syslog line. Empty strings for what is missing. */
export interface SyslogHeader {
  /** 0..191, -1 where the line names none. */
  readonly priority: number;
  readonly time: number | null;
  readonly host: string;
  readonly app: string;
  readonly procId: string;
  readonly msgId: string;
  /** Index of the structured data, -1 where there is none. */
  readonly structuredAt: number;
  readonly message: string;
}

const MAX_TAG = 64;
const ZONES = new Set('UTC GMT EST EDT CST CDT MST MDT PST PDT CET CEST EET EEST MSK JST IST'.split(' '));

interface Priority {
  readonly value: number;
  readonly end: number;
}

const NO_PRIORITY: Priority = { value: -1, end: 0 };

function priorityOf(text: string): Priority {
  if (text.charCodeAt(0) !== 60) return NO_PRIORITY;
  const close = text.charCodeAt(2) === 62 ? 2 : text.charCodeAt(3) === 62 ? 3 : text.charCodeAt(4) === 62 ? 4 : 0;
  const value = close === 0 ? -1 : digitsAt(text, 1, close - 1);
  return value < 0 || value > 191 ? NO_PRIORITY : { value, end: close + 1 };
}

/** `1 TIME HOST APP PROCID MSGID STRUCTURED-DATA [MSG]` behind the priority. */
function readRfc5424(text: string, priority: Priority): SyslogHeader | null {
  const timeAt = priority.end + 2;
  const timeEnd = wordEnd(text, timeAt);
  const stamp = text.charCodeAt(timeAt) === 45 ? null : isoAt(text, timeAt);
  if (stamp === null ? timeEnd !== timeAt + 1 || text.charCodeAt(timeAt) !== 45 : stamp.end !== timeEnd) return null;
  const hostEnd = wordEnd(text, timeEnd + 1);
  const appEnd = wordEnd(text, hostEnd + 1);
  const procEnd = wordEnd(text, appEnd + 1);
  const msgIdEnd = wordEnd(text, procEnd + 1);
  const end = readStructured(text, msgIdEnd + 1, () => {});
  if (msgIdEnd >= text.length || (end >= 0 && end < text.length && text.charCodeAt(end) !== 32)) return null;
  // Structured data that breaks its grammar is read as part of the message, so that nothing is lost.
  const message = text.slice(end < 0 ? msgIdEnd + 1 : end + 1);
  return {
    priority: priority.value,
    time: stamp === null ? null : stamp.time,
    host: known(text.slice(timeEnd + 1, hostEnd)),
    app: known(text.slice(hostEnd + 1, appEnd)),
    procId: known(text.slice(appEnd + 1, procEnd)),
    msgId: known(text.slice(procEnd + 1, msgIdEnd)),
    structuredAt: end < 0 ? -1 : msgIdEnd + 1,
    message: message.charCodeAt(0) === 0xfeff ? message.slice(1) : message,
  };
}

function known(value: string): string {
  return value === '-' ? '' : value;
}

interface Tag {
  readonly app: string;
  readonly procId: string;
  readonly end: number;
}

/** `app[pid]: ` or `app: ` at `at`. A tag that would eat the mark of another format is none. */
function tagAt(text: string, at: number): Tag | null {
  let end = at;
  while (end < at + MAX_TAG && isTag(text.charCodeAt(end))) end++;
  if (end === at || text.startsWith('CEF:', at)) return null;
  const app = text.slice(at, end);
  // A colon inside a word is an IPv6 address, not the end of a tag.
  if (text.charCodeAt(end) !== 91) return isColonWordEnd(text, end) ? { app, procId: '', end: end + 1 } : null;
  const pid = end + 1;
  end = pid;
  while (end < pid + 20 && text.charCodeAt(end) !== 93) end++;
  if (text.charCodeAt(end) !== 93) return null;
  return { app, procId: text.slice(pid, end), end: text.charCodeAt(end + 1) === 58 ? end + 2 : end + 1 };
}

function isColonWordEnd(text: string, at: number): boolean {
  return text.charCodeAt(at) === 58 && (at + 1 === text.length || text.charCodeAt(at + 1) === 32);
}

function isTag(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 45 && code <= 57) ||
    code === 95 ||
    code === 64 ||
    code === 40 ||
    code === 41
  );
}

/** Index of the word behind the timestamp: Cisco writes `TIME: `, `TIME UTC: ` and `TIME HOST : `. */
function behindTime(text: string, at: number): number {
  return skipSpaces(text, text.charCodeAt(at) === 58 ? at + 1 : at);
}

/** `[TIME] [HOST] [TAG:] MSG` behind the priority, as RFC 3164 saw it and as files and network devices write it. */
function readRfc3164(text: string, priority: Priority, stamp: Stamp | null): SyslogHeader | null {
  let at = stamp === null ? skipSpaces(text, priority.end) : behindTime(text, stamp.end);
  let host = '';
  let tag = text.charCodeAt(at) === 37 ? null : tagAt(text, at);
  if (stamp !== null && tag === null && text.charCodeAt(at) !== 37 && !text.startsWith('CEF:', at)) {
    const hostEnd = wordEnd(text, at);
    host = text.slice(at, hostEnd);
    at = skipSpaces(text, hostEnd);
    if (text.charCodeAt(at) === 58) at = skipSpaces(text, at + 1);
    tag = text.charCodeAt(at) === 37 ? null : tagAt(text, at);
  }
  const from = tag === null ? at : text.charCodeAt(tag.end) === 32 ? tag.end + 1 : tag.end;
  // Before a Cisco mark stands no program: the word is the device or the zone of the timestamp.
  const device = stamp !== null && text.charCodeAt(from) === 37;
  return {
    priority: priority.value,
    time: stamp === null ? null : stamp.time,
    host: device && host === '' && tag !== null && !ZONES.has(tag.app) ? tag.app : host,
    app: tag === null || device ? '' : tag.app,
    procId: tag === null ? '' : tag.procId,
    msgId: '',
    structuredAt: -1,
    message: text.slice(from),
  };
}

/** The header of a syslog line of RFC 5424 or RFC 3164; null where the text has neither priority nor timestamp. */
export function readSyslogHeader(text: string, reference: number): SyslogHeader | null {
  const priority = priorityOf(text);
  if (priority.value >= 0 && text.charCodeAt(priority.end) === 49 && text.charCodeAt(priority.end + 1) === 32) {
    const header = readRfc5424(text, priority);
    if (header !== null) return header;
  }
  const stamp = bsdAt(text, priority.end, reference) ?? isoAt(text, priority.end);
  if (priority.value < 0 && stamp === null) return null;
  return readRfc3164(text, priority, stamp);
}
