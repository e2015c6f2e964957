import { wordEnd } from './line.ts';
import { clfAt } from './time.ts';

/** The parts of a line of the common or combined log format, as they stand in it. */
export interface AccessLine {
  /** `host:port` that some servers put first, '' where there is none. */
  readonly virtualHost: string;
  readonly client: string;
  readonly user: string;
  readonly time: number;
  readonly request: string;
  readonly status: string;
  readonly bytes: string;
  /** The quoted texts behind: referer, user agent, and what a server adds. */
  readonly quoted: readonly string[];
  /** Unquoted text behind those. */
  readonly rest: string;
}

const MAX_HEAD = 1_024;
const MAX_QUOTED = 8;
/** `14/May/2024:12:01:11 +0000` */
const STAMP_LENGTH = 26;

interface Head {
  readonly client: string;
  readonly virtualHost: string;
  readonly user: string;
  readonly time: number;
  readonly end: number;
}

/** `[VHOST ]CLIENT IDENT USER [TIME] "`; the user may hold spaces and brackets, but servers escape its quotes. */
function headOf(text: string): Head | null {
  const head = text.slice(0, MAX_HEAD);
  const close = head.indexOf('] "');
  const open = close - STAMP_LENGTH - 1;
  if (open < 5 || head.charCodeAt(open) !== 91 || head.charCodeAt(open - 1) !== 32) return null;
  const stamp = clfAt(head, open + 1);
  if (stamp === null || stamp.end !== close) return null;
  return { ...whoOf(head.slice(0, open - 1)), time: stamp.time, end: close + 3 };
}

/** Client and user of `CLIENT IDENT USER`, or of `VHOST CLIENT IDENT USER` where the third word is the dash of ident. */
function whoOf(text: string) {
  const first = wordEnd(text, 0);
  const second = wordEnd(text, first + 1);
  const third = wordEnd(text, second + 1);
  const hasVirtualHost =
    text.slice(first + 1, second) !== '-' && text.slice(second + 1, third) === '-' && third < text.length;
  const from = hasVirtualHost ? third : second;
  const user = text.slice(from + 1);
  return {
    virtualHost: hasVirtualHost ? text.slice(0, first) : '',
    client: hasVirtualHost ? text.slice(first + 1, second) : text.slice(0, first),
    user: user === '-' || user === '""' ? '' : user,
  };
}

/** Index of the quote that ends a field: not escaped, and followed by a space or the end. */
function closingQuote(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 92) index++;
    else if (code === 34 && (index + 1 === text.length || text.charCodeAt(index + 1) === 32)) return index;
  }
  return text.length;
}

function unquoted(text: string, from: number, end: number): string {
  const value = text.slice(from, end);
  if (value === '-') return '';
  return value.includes('\\"') ? value.replaceAll('\\"', '"') : value;
}

/** Reads a line; null where it is not of these formats. */
export function readAccessLine(text: string): AccessLine | null {
  const head = headOf(text);
  if (head === null) return null;
  const requestEnd = closingQuote(text, head.end);
  const statusEnd = wordEnd(text, requestEnd + 2);
  let at = Math.min(wordEnd(text, statusEnd + 1), text.length);
  const status = text.slice(requestEnd + 2, statusEnd);
  const bytes = text.slice(statusEnd + 1, at);
  const quoted: string[] = [];
  while (text.charCodeAt(at + 1) === 34 && quoted.length < MAX_QUOTED) {
    const end = closingQuote(text, at + 2);
    quoted.push(unquoted(text, at + 2, end));
    at = end + 1;
  }
  const { virtualHost, client, user, time } = head;
  const rest = text.slice(at + 1);
  return {
    virtualHost,
    client,
    user,
    time,
    request: unquoted(text, head.end, requestEnd),
    status,
    bytes,
    quoted,
    rest,
  };
}

/** Whether the text begins as such a line: cheap, and exact as far as the opening quote of the request. */
export function startsAccessLine(text: string): boolean {
  return headOf(text) !== null;
}
