import { normalText } from '../normal-text.ts';
import { plainText } from '../plain-text.ts';

/** What stands between a token and the one before it. */
export type Gap = 'none' | 'space' | 'line';

/** A word, a number or a mark of a text. */
export interface Token {
  /** As a reader takes it: normalised, case and accents kept. */
  readonly written: string;
  /** In lower case and without accents. */
  readonly plain: string;
  readonly gap: Gap;
  /** In the text as written, UTF-16 units, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Letters, digits, or one of whatever else shows something. Every match is short or one class: linear in the text. */
const TOKEN = /[\p{L}\p{M}]+|\p{Nd}+|[^\s\p{L}\p{M}\p{Nd}]/gu;

/** The tokens of a text, in order. */
export function tokensOf(written: string): readonly Token[] {
  const { text, startOf, endOf } = normalText(written);
  const plain = plainText(text);
  const tokens: Token[] = [];
  let last = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const end = index + token.length;
    const gap = index === last ? 'none' : text.slice(last, index).includes('\n') ? 'line' : 'space';
    tokens.push({
      written: token,
      plain: plain.slice(index, end),
      gap: last === 0 ? 'line' : gap,
      start: startOf(index),
      end: endOf(end),
    });
    last = end;
  }
  return tokens;
}
