/** Characters of Base64 in a row that are worth decoding. */
const BASE64 = /[A-Za-z0-9+/]{24,}={0,2}/g;
const MOST_PARTS = 4;
/** Of the characters that were decoded. */
const LEAST_READABLE = 0.9;

/** What is encoded in a text: runs of Base64 that hold readable text, and its percent signs undone. Decoded once. */
export function decodedParts(text: string): readonly string[] {
  const parts: string[] = [];
  if (text.includes('%')) parts.push(withoutPercents(text));
  for (const [run] of text.matchAll(BASE64)) {
    if (parts.length >= MOST_PARTS) break;
    const part = fromBase64(run);
    if (part !== null) parts.push(part);
  }
  return parts;
}

/** Sequences that stand for no character stay as they are. */
const withoutPercents = (text: string): string =>
  text.replaceAll('+', ' ').replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    return bytes.toString('utf8');
  });

/** UTF-16 as PowerShell takes it, or UTF-8; null where neither is readable. */
function fromBase64(run: string): string | null {
  const bytes = Buffer.from(run, 'base64');
  const text = bytes.length > 2 && bytes[1] === 0 ? bytes.toString('utf16le') : bytes.toString('utf8');
  return isReadable(text) ? text : null;
}

function isReadable(text: string): boolean {
  let readable = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code >= 0x20 && code < 0x7f) || code === 0x0a || code === 0x0d || code === 0x09) readable += 1;
  }
  return readable >= LEAST_READABLE * text.length;
}
