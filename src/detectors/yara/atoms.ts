import { base64Offsets, utf16le } from '../sigma/encodings.ts';
import { requiredTexts } from '../sigma/regex-texts.ts';
import type { StringDefinition } from './source.ts';

/** Bytes of the literals that a payload is searched for: YARA's own search uses as many. */
export const SHORTEST_ATOM = 4;

/** Literals, lower case, of which one stands in every payload that has a string, whatever its case; null: none is sure. */
export type Atoms = readonly string[] | null;

/** The literals of a string. */
export function atomsOf({ kind, text, modifiers }: StringDefinition): Atoms {
  // the exclusive or of a text is as many texts as there are bytes; a Base64 alphabet of its own is nobody's
  if (modifiers.includes('xor') || (/base64/.test(modifiers.join()) && modifiers.includes('('))) return null;
  if (kind === 'hex') return usable([hexBytes(text)]);
  const plain = kind === 'text' ? [unescaped(text.slice(1, -1))] : regexTexts(text);
  return plain && usable(plain.flatMap((one) => encoded(one, modifiers)));
}

/** The longest run of ASCII in each of them; null where one has none that is long enough. */
function usable(texts: readonly string[]): Atoms {
  const atoms = texts.map(longestRun);
  return atoms.every((atom) => atom.length >= SHORTEST_ATOM) ? atoms : null;
}

function longestRun(text: string): string {
  let best = '';
  for (const run of text.toLowerCase().split(BEYOND_ASCII)) if (run.length > best.length) best = run;
  return best;
}
const BEYOND_ASCII = /[^\0-\x7f]+/;

/** What a text may stand as: as it is, in UTF-16, in Base64. Characters count as bytes. */
function encoded(text: string, modifiers: readonly string[]): readonly string[] {
  const has = (modifier: string) => modifiers.includes(modifier);
  const forms = [...(has('wide') ? [utf16le(text)] : []), ...(has('ascii') || !has('wide') ? [text] : [])];
  if (!has('base64') && !has('base64wide')) return forms;
  const lines = forms.flatMap((form) => base64Offsets(form, true));
  return [...(has('base64') ? lines : []), ...(has('base64wide') ? lines.map(utf16le) : [])];
}

/** Texts of which each match of the expression has one. Past case are only the letters of ASCII, so the flag tells nothing. */
function regexTexts(literal: string): readonly string[] | null {
  const source = literal.slice(1, literal.lastIndexOf('/'));
  // a repeat without a lower bound is none to other engines
  return source.includes('{,') ? null : requiredTexts(source, '');
}

/** The bytes of a hex string; what is not fixed is a character beyond ASCII. */
function hexBytes(text: string): string {
  const fixed = text.slice(1, -1).replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
  let bytes = '';
  let depth = 0;
  for (const [piece] of fixed.matchAll(/\[[^\]]*\]|~?[0-9a-fA-F?]{2}|[()|]/g)) {
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    const isFixed = depth === 0 && /^[0-9a-fA-F]{2}$/.test(piece);
    bytes += isFixed ? String.fromCharCode(Number.parseInt(piece, 16)) : '\u00ff';
  }
  return bytes;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** A text as its bytes; what is beyond ASCII stays beyond it. */
const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9a-fA-F]{2})|([\s\S]))/g, (_, hex: string | undefined, other: string) =>
    hex === undefined ? (ESCAPES[other] ?? other) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
