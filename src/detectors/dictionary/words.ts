const WORD = /[\p{L}\p{N}\p{M}_]/u;
const ASCII = Array.from({ length: 128 }, (_, code) => WORD.test(String.fromCharCode(code)));

/** Whether a character is part of a word. */
const isOfWord = (point: number): boolean => ASCII[point] ?? WORD.test(String.fromCodePoint(point));

/** Whether a word goes on across this place of a text. */
export function isInsideWord(text: string, place: number): boolean {
  if (place <= 0 || place >= text.length) return false;
  return isOfWord(pointBefore(text, place)) && isOfWord(text.codePointAt(place) as number);
}

/** The character that ends at a place, which may be the second half of a pair. */
function pointBefore(text: string, place: number): number {
  const pair = place > 1 ? (text.codePointAt(place - 2) as number) : 0;
  return pair > 0xffff ? pair : text.charCodeAt(place - 1);
}

/** Whether something of a form is part of a word: a form of marks alone would stand everywhere. */
export const hasWord = (form: string): boolean => WORD.test(form);
