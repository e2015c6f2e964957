import { type Fields, MAX_FIELDS, put } from './line.ts';

const MAX_KEY = 64;

function isKey(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 46 ||
    code === 45 ||
    code === 91 ||
    code === 93
  );
}

/** Index of the first letter of the key that ends before the equals sign at `equals`, -1 where the word is no key. */
function keyStart(text: string, equals: number, begin: number): number {
  let start = equals;
  while (start > begin && equals - start < MAX_KEY && isKey(text.charCodeAt(start - 1))) start--;
  const isWord = start === begin || text.charCodeAt(start - 1) === 32;
  return start < equals && isWord ? start : -1;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(value: string): string {
  return value.includes('\\') ? value.replace(/\\([\\=|nrt])/g, (_, mark: string) => ESCAPES[mark] ?? mark) : value;
}

/**
 * Reads `key=value key=value`, where values may hold spaces. An equals sign begins a new pair only behind a word
 * that can be a key: addresses of pages hold bare ones although the format asks for an escape.
 */
export function readCefExtension(text: string, at: number, fields: Fields): void {
  let key = '';
  let valueAt = at;
  let room = MAX_FIELDS;
  for (let index = at; index < text.length && room > 0; index++) {
    const code = text.charCodeAt(index);
    if (code === 92) index++;
    if (code !== 61) continue;
    const start = keyStart(text, index, at);
    if (start < 0) continue;
    if (key !== '') put(fields, key, unescaped(text.slice(valueAt, Math.max(valueAt, start - 1))).trimEnd());
    key = text.slice(start, index);
    valueAt = index + 1;
    room--;
  }
  if (key !== '') put(fields, key, unescaped(text.slice(valueAt)).trimEnd());
  nameCustom(fields);
}

/** `cs1=x cs1Label=Reason` also under its label. */
function nameCustom(fields: Fields): void {
  for (const key in fields) {
    if (!key.endsWith('Label')) continue;
    const label = fields[key] ?? '';
    const value = fields[key.slice(0, -5)];
    if (value !== undefined && label.length <= MAX_KEY && fields[label] === undefined) put(fields, label, value);
  }
}
