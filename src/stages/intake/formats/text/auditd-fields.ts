import { type Fields, keyOf, MAX_FIELDS, put } from './line.ts';

/** Keys whose values auditd writes as hexadecimal when they hold spaces, quotes or control characters. */
const ENCODED = new Set(
  'acct cmd comm cwd data device dir exe file grp key name new_group ocomm old path proctitle unit vm watch'.split(' '),
);
const GROUP_SEPARATOR = 29;

function isHexadecimal(value: string): boolean {
  if (value.length < 2 || value.length % 2 !== 0) return false;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (!((code >= 48 && code <= 57) || (code >= 65 && code <= 70))) return false;
  }
  return true;
}

/** The text of a hexadecimal value; arguments are parted by NUL, several keys by SOH. */
function decodeHexadecimal(value: string): string {
  const bytes = Buffer.from(value, 'hex');
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === 0 || byte === 1) bytes[index] = 32;
  }
  return bytes.toString('utf8').trimEnd();
}

/** `a0`, `a12`, and `a1[0]` of a long argument that was cut into parts. */
function isArgument(key: string): boolean {
  const second = key.charCodeAt(1);
  return key.charCodeAt(0) === 97 && second >= 48 && second <= 57;
}

interface Reader {
  readonly text: string;
  /** Arguments are texts in EXECVE and numbers in SYSCALL. */
  readonly argumentsAreText: boolean;
  readonly fields: Fields;
  room: number;
}

/** Reads `key=value key="value" key='inner=1 ...'` from `at`; text without an equals sign is passed over. */
export function readAuditFields(text: string, at: number, argumentsAreText: boolean, fields: Fields): void {
  const reader: Reader = { text, argumentsAreText, fields, room: MAX_FIELDS };
  let index = at;
  while (index < text.length && reader.room > 0) index = readPair(reader, index);
}

function isBreak(code: number): boolean {
  return code === 32 || code === 44 || code === GROUP_SEPARATOR || code === 10;
}

function readPair(reader: Reader, from: number): number {
  const { text } = reader;
  let index = from;
  while (isBreak(text.charCodeAt(index))) index++;
  const start = index;
  while (index < text.length && text.charCodeAt(index) !== 61 && !isBreak(text.charCodeAt(index))) index++;
  if (text.charCodeAt(index) !== 61 || index === start) return index + 1;
  const key = text.slice(start, index);
  const quote = text.charCodeAt(index + 1);
  if (quote !== 34 && quote !== 39) return readBare(reader, key, index + 1);
  let end = text.indexOf(quote === 34 ? '"' : "'", index + 2);
  if (end < 0) end = text.length;
  if (quote === 39 && key === 'msg') return readInner(reader, index + 2, end);
  keep(reader, key, text.slice(index + 2, end));
  return end + 1;
}

/** The message of a program inside `msg='...'` has pairs of its own. */
function readInner(reader: Reader, from: number, end: number): number {
  const inner: Reader = { ...reader, text: reader.text.slice(0, end) };
  let index = from;
  while (index < end && inner.room > 0) index = readPair(inner, index);
  reader.room = inner.room;
  return end + 1;
}

function readBare(reader: Reader, key: string, from: number): number {
  let end = from;
  while (end < reader.text.length && !isBreak(reader.text.charCodeAt(end))) end++;
  const value = reader.text.slice(from, end);
  const encoded = ENCODED.has(key) || (reader.argumentsAreText && isArgument(key));
  keep(reader, key, encoded && isHexadecimal(value) ? decodeHexadecimal(value) : value);
  return end;
}

function keep(reader: Reader, key: string, value: string): void {
  reader.room--;
  if (value !== '?' && value !== '(null)') put(reader.fields, keyOf(key), value);
}
