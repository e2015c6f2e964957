import { ANY, ONE, type Pattern } from './rule.ts';

type Part = Pattern[number];

/** Reads wildcards and escapes: a backslash escapes `*`, `?` and itself, and is plain text before anything else. */
export function patternOf(text: string): Pattern {
  const parts: Part[] = [];
  let literal = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at += 1;
    } else if (character === '*' || character === '?') {
      if (literal !== '') parts.push(literal);
      parts.push(character === '*' ? ANY : ONE);
      literal = '';
    } else literal += character;
  }
  if (literal !== '') parts.push(literal);
  return joined(parts);
}

/** Texts side by side become one, and so do `*`. */
export function joined(parts: readonly Part[]): Pattern {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === 'string' && typeof last === 'string') result[result.length - 1] = last + part;
    else if (part !== '' && !(part === ANY && last === ANY)) result.push(part);
  }
  return result;
}

/** The text of a pattern without wildcards, else null. */
export function literalOf(pattern: Pattern): string | null {
  if (pattern.length === 0) return '';
  return pattern.length === 1 && typeof pattern[0] === 'string' ? pattern[0] : null;
}

/** The same pattern with its texts changed. */
export const mapTexts = (pattern: Pattern, change: (text: string) => string): Pattern =>
  joined(pattern.map((part) => (typeof part === 'string' ? change(part) : part)));

/** Every pattern in which each text is one of those that `choices` gives for it. */
export function expandTexts(pattern: Pattern, choices: (text: string) => readonly Part[][]): readonly Pattern[] {
  let made: Part[][] = [[]];
  for (const part of pattern) {
    const options = typeof part === 'string' ? choices(part) : [[part]];
    made = made.flatMap((before) => options.map((option) => [...before, ...option]));
  }
  return made.map(joined);
}
