/** Files that wrap all their records in one object, as AWS delivers CloudTrail: `{"Records":[{...},{...}]}` on one line. */

const HEAD = /^\s{0,20}\{\s{0,20}"Records"\s{0,20}:\s{0,20}\[\s{0,20}(?=\{)/;
const HEAD_BYTES = 128;
const TAIL = /^\s{0,20}\]\s{0,20}\}\s{0,20}$/;
/** Other services wrap under the same name; these three make a record one of CloudTrail. */
const NAMES = ['"eventSource"', '"eventName"', '"eventTime"'];
/** A line of the longest length holds fewer of any real size. */
const MOST_RECORDS = 50_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const LETTER_R = 0x52;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/**
 * The records of a CloudTrail file, byte for byte; null where the line is something else, or is broken, so that it
 * goes on whole and is refused as a whole.
 */
export function unwrapped(line: Buffer): readonly Buffer[] | null {
  const key = skipSpace(line, skipSpace(line, 0) + 1);
  if (line[key] !== QUOTE || line[key + 1] !== LETTER_R) return null;
  const head = HEAD.exec(line.subarray(0, HEAD_BYTES).toString('latin1'))?.[0];
  if (head === undefined) return null;
  const records: Buffer[] = [];
  let at = head.length;
  while (line[at] === OPEN && records.length < MOST_RECORDS) {
    const end = objectEnd(line, at);
    if (end < 0) return null;
    records.push(line.subarray(at, end));
    at = skipSpace(line, end);
    if (line[at] !== COMMA) break;
    at = skipSpace(line, at + 1);
  }
  const isWhole = line.length - at < HEAD_BYTES && TAIL.test(line.subarray(at).toString('latin1'));
  return isWhole && isCloudTrail(records[0]) ? records : null;
}

const isCloudTrail = (record: Buffer | undefined): boolean =>
  record !== undefined && NAMES.every((name) => record.includes(name));

/** Just behind the brace that closes the object at `from`; -1 where none does. Strings may hold braces. */
function objectEnd(line: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < line.length; at++) {
    const byte = line[at];
    if (byte === OPEN) depth++;
    else if (byte === CLOSE && --depth === 0) return at + 1;
    else if (byte === QUOTE) {
      at = closingQuote(line, at + 1);
      if (at < 0) return -1;
    }
  }
  return -1;
}

function closingQuote(line: Buffer, from: number): number {
  for (let at = from; at < line.length; at++) {
    if (line[at] === BACKSLASH) at++;
    else if (line[at] === QUOTE) return at;
  }
  return -1;
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || (byte !== undefined && byte >= 9 && byte <= 13);

function skipSpace(line: Buffer, from: number): number {
  let at = from;
  while (isSpace(line[at])) at++;
  return at;
}
