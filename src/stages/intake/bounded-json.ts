/** JSON from strangers: depth, number of keys and key names are checked on the text, in one pass, before it is parsed. */

const MAX_DEPTH = 64;
const MAX_KEYS = 2_000;

export type JsonRefusal = 'too_deep' | 'too_many_keys' | 'forbidden_key';

export type BoundedJson =
  | { readonly kind: 'object'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly reason: JsonRefusal }
  /** Text that is no JSON object. */
  | { readonly kind: 'other' };

const OTHER: BoundedJson = { kind: 'other' };
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** What a character means outside of strings; 0 has no place there. */
const PLAIN = 1;
const OPENS = 2;
const CLOSES = 3;
const STRING = 4;
const MEANING = new Uint8Array(128);
for (const character of ' \t\r\n,:0123456789+-.eEtrufalsn') MEANING[character.charCodeAt(0)] = PLAIN;
for (const character of '{[') MEANING[character.charCodeAt(0)] = OPENS;
for (const character of '}]') MEANING[character.charCodeAt(0)] = CLOSES;
MEANING[QUOTE] = STRING;

/** Answers the object in the text, why it is refused, or that the text is something else. Never throws. */
export function boundedJson(text: string): BoundedJson {
  const first = skipSpace(text, 0);
  if (MEANING[text.charCodeAt(first)] !== OPENS) return OTHER;
  const verdict = isPlainlyHarmless(text) ? 'harmless' : scan(text);
  if (verdict === 'no_json' || (verdict === 'harmless' && text[first] !== '{')) return OTHER;
  if (verdict !== 'harmless') return { kind: 'refused', reason: verdict };
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { kind: 'object', value } : OTHER;
  } catch {
    return OTHER;
  }
}

/** A key takes at least five characters: `"":0,`. */
const TOO_SHORT_FOR_MANY_KEYS = MAX_KEYS * 5;
const SUSPICIONS = ['\\u', '__proto__', 'constructor', 'prototype'];

/** Native searches settle nearly every event; only what they cannot clear is read character by character. */
function isPlainlyHarmless(text: string): boolean {
  if (text.length > TOO_SHORT_FOR_MANY_KEYS) return false;
  for (const suspicion of SUSPICIONS) if (text.includes(suspicion)) return false;
  return hasFew(text, '{', MAX_DEPTH / 2) && hasFew(text, '[', MAX_DEPTH / 2);
}

function hasFew(text: string, character: string, limit: number): boolean {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1))
    if (++count > limit) return false;
  return true;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * An expression, as the optimizing compiler takes `includes` for pure and moves it to where its answer is used: into the
 * loop, where a megabyte took minutes.
 */
const ESCAPE = /\\u/;

function scan(text: string): 'harmless' | 'no_json' | JsonRefusal {
  const end = text.length;
  let depth = 0;
  let keys = 0;
  const escapes = ESCAPE.test(text);
  for (let at = 0; at < end; at++) {
    const meaning = MEANING[text.charCodeAt(at)];
    if (meaning === PLAIN) continue;
    if (meaning === STRING) {
      const close = closingQuote(text, at + 1, end);
      if (close < 0) return 'no_json';
      if (text.charCodeAt(skipSpace(text, close + 1)) === COLON) {
        if (++keys > MAX_KEYS) return 'too_many_keys';
        if (isForbidden(text, at, close, escapes)) return 'forbidden_key';
      }
      at = close;
    } else if (meaning === OPENS) {
      if (++depth > MAX_DEPTH) return 'too_deep';
    } else if (meaning === CLOSES) depth--;
    else return 'no_json';
  }
  return 'harmless';
}

function closingQuote(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return -1;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code === 0x20 || (code >= 0x09 && code <= 0x0d); code = text.charCodeAt(at))
    at++;
  return at;
}

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
/** The longest forbidden key with every character written as \uXXXX. */
const LONGEST_FORBIDDEN = 66;

/** The key between the quotes, which may hide behind escapes where the text has any. */
function isForbidden(text: string, open: number, close: number, escapes: boolean): boolean {
  const length = close - open - 1;
  if (length === 9 || length === 11) {
    const first = text.charCodeAt(open + 1);
    const suspect = first === 0x5f || first === 0x63 || first === 0x70;
    if (suspect && FORBIDDEN.has(text.slice(open + 1, close))) return true;
  }
  if (!escapes || length > LONGEST_FORBIDDEN) return false;
  return FORBIDDEN.has(unescaped(text.slice(open, close + 1)));
}

function unescaped(literal: string): string {
  if (!literal.includes('\\')) return '';
  try {
    return JSON.parse(literal);
  } catch {
    return '';
  }
}
