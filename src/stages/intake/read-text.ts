import { isUtf8 } from 'node:buffer';

const UTF8 = new TextDecoder();
const REPLACEMENT = '\ufffd';
const MAX_UNPRINTABLE_SHARE = 0.1;

/** The bytes as text without a byte order mark, and whether invalid UTF-8 had to be replaced. */
export function readText(bytes: Uint8Array): { readonly text: string; readonly replaced: boolean } {
  const text = UTF8.decode(bytes);
  return { text, replaced: text.includes(REPLACEMENT) && !isUtf8(bytes) };
}

/** More than a tenth of it is no text. */
export function isBinary(text: string): boolean {
  let unprintable = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd || code === 0x7f || (code < 0x20 && (code < 0x09 || code > 0x0d))) unprintable++;
  }
  return unprintable > text.length * MAX_UNPRINTABLE_SHARE;
}
