import { type Fields, keyOf, MAX_FIELDS, put, skipSpaces } from './line.ts';

/** Index behind the structured data at `at`, -1 where it is none. Calls back for each parameter, with its escapes undone. */
export function readStructured(
  text: string,
  at: number,
  found: (id: string, name: string, value: string) => void,
): number {
  if (text.charCodeAt(at) === 45) return at + 1;
  let index = at;
  while (text.charCodeAt(index) === 91) {
    index = readElement(text, index + 1, found);
    if (index < 0) return -1;
  }
  return index === at ? -1 : index;
}

function readElement(text: string, from: number, found: (id: string, name: string, value: string) => void): number {
  let index = from;
  while (isName(text.charCodeAt(index))) index++;
  const id = text.slice(from, index);
  while (text.charCodeAt(index) === 32) {
    const name = skipSpaces(text, index);
    index = name;
    while (isName(text.charCodeAt(index))) index++;
    if (index === name) break;
    if (text.charCodeAt(index) !== 61 || text.charCodeAt(index + 1) !== 34) return -1;
    const end = quoteEnd(text, index + 2);
    if (end < 0) return -1;
    found(id, text.slice(name, index), unescaped(text.slice(index + 2, end)));
    index = end + 1;
  }
  return text.charCodeAt(index) === 93 ? index + 1 : -1;
}

function isName(code: number): boolean {
  return code > 32 && code < 127 && code !== 61 && code !== 93 && code !== 34;
}

function quoteEnd(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 34) return index;
    if (code === 92) index++;
  }
  return -1;
}

function unescaped(value: string): string {
  return value.includes('\\') ? value.replace(/\\(["\\\]])/g, '$1') : value;
}

/** Puts the structured data at `at` into fields named `sd.<id>.<parameter>`; -1 is none. */
export function putStructured(fields: Fields, text: string, at: number): void {
  if (at < 0 || text.charCodeAt(at) === 45) return;
  let room = MAX_FIELDS;
  readStructured(text, at, (id, name, value) => {
    if (room-- > 0) put(fields, keyOf(`sd.${id}.${name}`), value);
  });
}
