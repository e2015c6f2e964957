/** Bytes as text, one character of 0 to 255 each: what `wide` and its kin make of a value. */
const bytesText = (bytes: Buffer): string => bytes.toString('latin1');

/** UTF-16, low byte first. */
export const utf16le = (text: string): string => bytesText(Buffer.from(text, 'utf16le'));

/** UTF-16, high byte first. */
export const utf16be = (text: string): string => bytesText(Buffer.from(text, 'utf16le').swap16());

/** UTF-16, low byte first, behind a byte order mark. */
export const utf16 = (text: string): string => `\u00ff\u00fe${utf16le(text)}`;

/** Base64 of a text, or of the bytes that another encoding left. */
export const base64 = (text: string, isBytes: boolean): string => bytesOf(text, isBytes).toString('base64');

const FIRST_FIXED = [0, 2, 3];
const LAST_FIXED = [undefined, -3, -2];

/**
 * What stands for a text within the Base64 of a longer one, at each of the three offsets. Characters that depend on
 * the neighbours are cut off.
 */
export function base64Offsets(text: string, isBytes: boolean): readonly string[] {
  const bytes = bytesOf(text, isBytes);
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return encoded.slice(FIRST_FIXED[offset], LAST_FIXED[(bytes.length + offset) % 3]);
  });
}

const bytesOf = (text: string, isBytes: boolean): Buffer => Buffer.from(text, isBytes ? 'latin1' : 'utf8');
