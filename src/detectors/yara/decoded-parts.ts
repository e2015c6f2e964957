/** Characters of Base64 in a row that are worth decoding. */
const SHORTEST_RUN = 24;
const MOST_PARTS = 5;
/** Of the characters that were decoded. */
const MOST_UNREADABLE = 0.1;

/** What is encoded in a text: runs of Base64 that hold readable text, and its percent signs undone. Decoded once. */
export function decodedParts(text: string): readonly string[] {
  const parts: string[] = [];
  if (text.includes('%')) parts.push(withoutPercents(text));
  for (const run of base64Runs(text)) {
    const part = fromBase64(run);
    if (part !== null) parts.push(part);
    if (parts.length >= MOST_PARTS) break;
  }
  return parts;
}

/** Sequences that stand for no character become U+FFFD. */
const withoutPercents = (text: string): string =>
  text.replaceAll('+', ' ').replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    return bytes.toString('utf8');
  });

const IS_BASE64 = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
  IS_BASE64[letter.charCodeAt(0)] = 1;
const isBase64At = (text: string, at: number): boolean => IS_BASE64[text.charCodeAt(at)] === 1;

/** A long run has a character at one of every so many places, so that few are looked at. */
function* base64Runs(text: string): Generator<string> {
  for (let at = SHORTEST_RUN - 1; at < text.length; at += SHORTEST_RUN) {
    if (!isBase64At(text, at)) continue;
    let from = at;
    while (from > 0 && isBase64At(text, from - 1)) from -= 1;
    while (at < text.length && isBase64At(text, at)) at += 1;
    if (at - from >= SHORTEST_RUN) yield text.slice(from, at);
  }
}

/** UTF-16 as PowerShell takes it, or UTF-8; null where neither is readable. */
function fromBase64(run: string): string | null {
  const bytes = Buffer.from(run, 'base64');
  const text = bytes.length > 2 && bytes[1] === 0 ? bytes.toString('utf16le') : bytes.toString('utf8');
  return isReadable(text) ? text : null;
}

function isReadable(text: string): boolean {
  let room = MOST_UNREADABLE * text.length;
  for (let at = 0; at < text.length && room >= 0; at++) {
    const code = text.charCodeAt(at);
    const isText = (code >= 0x20 && code < 0x7f) || code === 0x0a || code === 0x0d || code === 0x09;
    if (!isText) room -= 1;
  }
  return room >= 0;
}
