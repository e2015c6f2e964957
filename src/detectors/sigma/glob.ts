import { ANY, ONE, type Pattern } from './rule.ts';

const HIGH = 0xd800;
const LOW = 0xdc00;
const BEYOND = 0xe000;

/** True where the whole text is like the pattern. Time grows at most with the product of both lengths. */
export function isLike(pattern: Pattern, text: string): boolean {
  let part = 0;
  let at = 0;
  let anyPart = -1;
  let anyAt = 0;
  while (at < text.length || part < pattern.length) {
    const wanted = pattern[part];
    const width = part < pattern.length ? widthOf(wanted, text, at) : -1;
    if (wanted === ANY) {
      anyPart = part;
      anyAt = at;
      part += 1;
    } else if (width >= 0) {
      at += width;
      part += 1;
    } else if (anyPart < 0 || anyAt >= text.length) return false;
    else {
      anyAt += characterWidth(text, anyAt);
      at = anyAt;
      part = anyPart + 1;
    }
  }
  return true;
}

/** Code units that a text or a `?` takes at a place; -1 where it does not fit. */
function widthOf(part: Pattern[number] | undefined, text: string, at: number): number {
  if (typeof part === 'string') return text.startsWith(part, at) ? part.length : -1;
  return part === ONE && at < text.length ? characterWidth(text, at) : -1;
}

/** A pair of surrogates is one character. */
function characterWidth(text: string, at: number): number {
  const high = text.charCodeAt(at);
  if (high < HIGH || high >= LOW) return 1;
  const low = text.charCodeAt(at + 1);
  return low >= LOW && low < BEYOND ? 2 : 1;
}
