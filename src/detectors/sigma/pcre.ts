/**
 * The same expression for an engine of RE2's syntax, where that reads differently than PCRE, the flavour that Sigma
 * names: there `\s` is a vertical tab too, and `$` also stands before a line break that ends the text.
 */
export function fromPcre(source: string, flags: string): string {
  const isByLine = flags.includes('m') || /\(\?[a-zA-Z]*m/.test(source);
  let result = '';
  let isInClass = false;
  for (let at = 0; at < source.length; ) {
    const next: RegExp = isInClass ? IN_CLASS : OUTSIDE;
    next.lastIndex = at;
    const piece: string = next.exec(source)?.[0] ?? source.slice(at);
    at += piece.length;
    result += SPACES[piece] ? spaces(SPACES[piece], isInClass) : piece === '$' && !isInClass && !isByLine ? END : piece;
    isInClass = isInClass ? piece !== ']' : piece.startsWith('[');
  }
  return result;
}

/** A bracket that comes first in a class is a character of it. */
const OUTSIDE = /\[\^?\]?|\\?[\s\S]/y;
const IN_CLASS = /\[:\^?\w+:\]|\\?[\s\S]/y;
const END = '(?:\\n?\\z)';

const spaces = (range: string, isInClass: boolean): string => (isInClass ? range : `[${range}]`);

const SPACES: Readonly<Record<string, string | undefined>> = {
  '\\s': '\\t-\\r ',
  '\\S': '\\x00-\\x08\\x0e-\\x1f!-\\x{10ffff}',
};
